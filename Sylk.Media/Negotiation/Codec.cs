namespace Sylk.Media.Negotiation;

/// <summary>A codec as one peer describes it. Its parameters are, for nearly all codecs, what that peer wants to receive.</summary>
public sealed record Codec(string Name, int ClockRate, int Channels, string Parameters)
{
    public CodecKey Key { get; } = CodecKey.Of(Name, ClockRate, Channels, Parameters);

    /// <summary>Whether it carries sound or pictures; telephone events (RFC 4733) and comfort noise (RFC 3389) only go along.</summary>
    public bool IsMedia => Key.Name is not ("TELEPHONE-EVENT" or "CN");
}
