namespace Sylk.Media.Sdp;

/// <summary><c>a=group:</c> (RFC 5888 section 5), e.g. <c>BUNDLE</c> (RFC 9143). The list of identification tags may be empty.</summary>
public sealed record MediaGroup(string Semantics, IReadOnlyList<string> Mids)
{
    public static bool TryParse(string value, out MediaGroup group)
    {
        string[] fields = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        group = fields.Length == 0 ? null! : new(fields[0], fields[1..]);
        return fields.Length > 0;
    }

    public override string ToString() => Mids.Count == 0 ? Semantics : $"{Semantics} {string.Join(' ', Mids)}";
}
