using Microsoft.AspNetCore.Http;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Files;

/// <summary>What the path of a transfer names: for an upload the accounts, for a download their hashes.</summary>
internal sealed record FilePath(string Sender, string Receiver, string TransferId, string FileName)
{
    public const string Pattern = "/webrtcgateway/filetransfer/{sender}/{receiver}/{transfer_id}/{filename}";

    private const int MaxId = 128;
    private const int MaxName = 200;

    /// <summary>Reads the path of a request.</summary>
    /// <returns><c>null</c> if there is anything in it that has no business in one.</returns>
    public static FilePath? Of(HttpRequest request) =>
        request.RouteValues["sender"] is string sender
        && request.RouteValues["receiver"] is string receiver
        && request.RouteValues["transfer_id"] is string id && IsId(id)
        && request.RouteValues["filename"] is string name && IsName(name)
            ? new(sender, receiver, id, name)
            : null;

    /// <summary>Whether a text can be the id of a transfer. It is also the id of a message.</summary>
    public static bool IsId(string id) =>
        id.Length is >= 1 and <= MaxId && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && id.Any(char.IsAsciiLetterOrDigit);

    /// <summary>Whether a text is fit to be shown as the name of a file: no path, nothing invisible, nothing that turns the
    /// direction of writing. The web server leaves <c>%2F</c> in a path as it is: the name would be another one after the next proxy.</summary>
    public static bool IsName(string name) =>
        name.Length is >= 1 and <= MaxName
        && name.Trim(' ', '.').Length > 0
        && IsPaired(name)
        && !name.Any(c => char.IsControl(c) || c is '/' or '\\' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'))
        && !name.Contains("%2f", StringComparison.OrdinalIgnoreCase);

    /// <summary>The path of a URL.</summary>
    public string ToUrlPath() =>
        $"/webrtcgateway/filetransfer/{Uri.EscapeDataString(Sender)}/{Uri.EscapeDataString(Receiver)}/{Uri.EscapeDataString(TransferId)}/{Uri.EscapeDataString(FileName)}";

    /// <summary>The path in a form in which the accounts are addresses.</summary>
    /// <exception cref="RequestException">They are none.</exception>
    public FilePath WithAddresses() => this with { Sender = AddressText.Normalize(Sender), Receiver = AddressText.Normalize(Receiver) };

    private static bool IsPaired(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (!char.IsHighSurrogate(text[i]) || ++i == text.Length || !char.IsLowSurrogate(text[i])))
            {
                return false;
            }
        }

        return true;
    }
}
