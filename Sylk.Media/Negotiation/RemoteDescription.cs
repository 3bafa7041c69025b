namespace Sylk.Media.Negotiation;

/// <summary>An offer or answer of a peer, read.</summary>
/// <param name="Media">The m-lines in order.</param>
/// <param name="Bundle">Identification tags of the BUNDLE group; <c>null</c> without one.</param>
public sealed record RemoteDescription(IReadOnlyList<RemoteMedia> Media, IReadOnlyList<string>? Bundle);
