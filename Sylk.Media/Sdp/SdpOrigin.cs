namespace Sylk.Media.Sdp;

/// <summary>The <c>o=</c> line (RFC 8866 section 5.2). The fields are kept as text: peers put more digits into the
/// numbers than 64 bits hold, and nothing here computes with them.</summary>
public sealed record SdpOrigin(
    string UserName, string SessionId, string SessionVersion, string NetworkType, string AddressType, string Address)
{
    public static bool TryParse(string value, out SdpOrigin origin)
    {
        string[] fields = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 6)
        {
            origin = null!;
            return false;
        }

        origin = new(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
        return true;
    }

    public override string ToString() => $"{UserName} {SessionId} {SessionVersion} {NetworkType} {AddressType} {Address}";
}
