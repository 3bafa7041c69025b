namespace Sylk.Media.Sdp;

/// <summary><c>a=msid:</c> (RFC 8830).</summary>
/// <param name="Stream">Id of the MediaStream; <c>-</c> for none.</param>
/// <param name="Track">Id of the track; empty when not given.</param>
public readonly record struct MsidAttribute(string Stream, string Track)
{
    public static bool TryParse(ReadOnlySpan<char> value, out MsidAttribute msid)
    {
        msid = default;
        FieldReader fields = new(value);
        if (!fields.TryRead(out ReadOnlySpan<char> stream))
        {
            return false;
        }

        fields.TryRead(out ReadOnlySpan<char> track);
        msid = new(stream.ToString(), track.ToString());
        return true;
    }

    public override string ToString() => Track.Length == 0 ? Stream : $"{Stream} {Track}";
}
