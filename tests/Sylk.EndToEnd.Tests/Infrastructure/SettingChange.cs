namespace Sylk.EndToEnd.Tests.Infrastructure;

/// <summary>A line of the shipped settings that a test needs otherwise.</summary>
/// <param name="File">File below <c>config</c>.</param>
/// <param name="Old">What stands there.</param>
/// <param name="New">What is to stand there.</param>
public sealed record SettingChange(string File, string Old, string New)
{
    public string Apply(string text) => text.Contains(Old, StringComparison.Ordinal)
        ? text.Replace(Old, New, StringComparison.Ordinal)
        : throw new InvalidOperationException($"{File} does not say {Old}.");
}
