namespace Sylk.Media.Sdp;

/// <summary><c>a=rid:</c> (RFC 8851): one encoding of a simulcast stream.</summary>
/// <param name="Id">Letters and digits.</param>
/// <param name="IsSend">Whether the one who says it sends this encoding.</param>
/// <param name="Restrictions">What follows, e.g. <c>pt=97;max-width=1280</c>; may be empty.</param>
public readonly record struct RidAttribute(string Id, bool IsSend, string Restrictions)
{
    private const int MaxLength = 255;

    public static bool TryParse(ReadOnlySpan<char> value, out RidAttribute rid)
    {
        rid = default;
        FieldReader fields = new(value);
        if (!fields.TryRead(out ReadOnlySpan<char> id) || id.Length > MaxLength || !IsToken(id) ||
            !fields.TryRead(out ReadOnlySpan<char> direction) || direction is not ("send" or "recv"))
        {
            return false;
        }

        rid = new(id.ToString(), direction is "send", fields.Rest.ToString());
        return true;
    }

    public override string ToString() => $"{Id} {(IsSend ? "send" : "recv")}{(Restrictions.Length == 0 ? "" : " ")}{Restrictions}";

    private static bool IsToken(ReadOnlySpan<char> id)
    {
        foreach (char c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return true;
    }
}
