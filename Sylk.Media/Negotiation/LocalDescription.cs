namespace Sylk.Media.Negotiation;

/// <summary>An offer or answer of ours.</summary>
/// <param name="Media">The m-lines in order.</param>
public sealed record LocalDescription(IReadOnlyList<LocalMedia> Media);
