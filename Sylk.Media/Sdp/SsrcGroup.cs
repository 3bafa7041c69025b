using System.Globalization;

namespace Sylk.Media.Sdp;

/// <summary><c>a=ssrc-group:</c> (RFC 5576 section 4.2), e.g. <c>FID</c> of a source and its retransmissions.</summary>
public sealed record SsrcGroup(string Semantics, IReadOnlyList<uint> Ssrcs)
{
    private const int MaxSsrcs = 32;

    public static bool TryParse(ReadOnlySpan<char> value, out SsrcGroup group)
    {
        group = null!;
        FieldReader fields = new(value);
        if (!fields.TryRead(out ReadOnlySpan<char> semantics))
        {
            return false;
        }

        List<uint> ssrcs = [];
        while (fields.TryRead(out ReadOnlySpan<char> field))
        {
            if (ssrcs.Count == MaxSsrcs || !FieldReader.TryParse(field, uint.MaxValue, out uint ssrc))
            {
                return false;
            }

            ssrcs.Add(ssrc);
        }

        group = new(semantics.ToString(), ssrcs);
        return ssrcs.Count > 0;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Semantics} {string.Join(' ', Ssrcs)}");
}
