using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>Addresses of the protocol: SIP URIs without scheme, <c>user@domain</c>.</summary>
internal static class AddressText
{
    /// <summary>The longest that is kept.</summary>
    public const int MaxLength = 512;

    /// <summary>Takes off one leading scheme and checks the rest.</summary>
    /// <exception cref="RequestException">It is not an address.</exception>
    public static string Normalize(string text)
    {
        var address = WithoutScheme(text);
        var isClean = address.Length is > 0 and <= MaxLength && !address.Any(c => char.IsControl(c) || c == ' ') && WithoutScheme(address).Length == address.Length;
        return isClean && SipUri.TryParse("sip:" + address, out _) ? address : throw new RequestException($"invalid SIP URI: {text}");
    }

    /// <summary>The same text for addresses which are the same account: hosts have no case.</summary>
    public static string ToKey(string address)
    {
        var host = address.LastIndexOf('@') + 1;
        return address[..host] + address[host..].ToLowerInvariant();
    }

    /// <summary>The account behind an address: user, host, and port if there is one, because another registrar may be there with
    /// other users of the same names. The rest is the way there.</summary>
    public static AccountAddress ToAccount(string address) => ToAccount(ToUri(address));

    /// <inheritdoc cref="ToAccount(string)" />
    public static AccountAddress ToAccount(SipUri uri) => AccountAddress.Of(uri.Port is { } port ? $"{uri.AddressOfRecord}:{port}" : uri.AddressOfRecord);

    public static SipUri ToUri(string address) => SipUri.Parse("sip:" + address);

    /// <summary>An address of a SIP message as events show it.</summary>
    public static string Of(SipUri uri) => uri.IsSip ? uri.AddressOfRecord : uri.ToString();

    /// <summary>Everything after the first <c>@</c>; empty if there is none.</summary>
    public static string DomainOf(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? "" : address[(at + 1)..];
    }

    private static string WithoutScheme(string text) =>
        text.StartsWith("sips:", StringComparison.Ordinal) ? text[5..] : text.StartsWith("sip:", StringComparison.Ordinal) ? text[4..] : text;
}
