using System.Globalization;
using System.Text;
using System.Text.Json;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Files;

/// <summary>What is told of a file that can be fetched.</summary>
/// <remarks><c>Id</c>: that of the transfer and of the message; <c>Until</c>: how long the file is kept at least; <c>Hash</c>: as in
/// RFC 5547 section 6, or <c>null</c>.</remarks>
internal sealed record FileTransfer(
    string Id, string Sender, string Receiver, string FileName, string ContentType, long Size, string Timestamp, string Until, string Url, string? Hash)
{
    /// <summary>The type of the message for browsers.</summary>
    public const string MessageType = "application/sylk-file-transfer";

    /// <summary>The message for browsers.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("filename", FileName);
            json.WriteNumber("filesize", Size);
            WriteIdentity(json, "sender", Sender);
            WriteIdentity(json, "receiver", Receiver);
            json.WriteString("transfer_id", Id);
            json.WriteString("timestamp", Timestamp);
            json.WriteString("until", Until);
            json.WriteString("url", Url);
            json.WriteString("filetype", ContentType);
            json.WriteOptional("hash", Hash);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>The message for people whose device knows no file transfer; <c>null</c> for what only a program can read.</summary>
    public string? ToText() => FileName.EndsWith(".asc", StringComparison.OrdinalIgnoreCase) ? null : $"File transfer available at {Url} ({SizeText})";

    private string SizeText => Size switch
    {
        < 1024 => $"{Size} bytes",
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{Size / 1024.0:0.0} KB"),
        < 1024 * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{Size / 1024.0 / 1024:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Size / 1024.0 / 1024 / 1024:0.00} GB"),
    };

    private static void WriteIdentity(Utf8JsonWriter json, string name, string uri)
    {
        json.WriteStartObject(name);
        json.WriteString("uri", uri);
        json.WriteString("display_name", "");
        json.WriteEndObject();
    }
}
