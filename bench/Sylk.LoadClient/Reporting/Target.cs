namespace Sylk.LoadClient.Reporting;

/// <summary>What a figure of this server must not exceed.</summary>
/// <param name="Figure">Its name in the report.</param>
/// <param name="Limit">The largest good value.</param>
/// <param name="IsRatio">The limit is a share of what Janus needs in the same run.</param>
internal sealed record Target(string Figure, double Limit, bool IsRatio = false);
