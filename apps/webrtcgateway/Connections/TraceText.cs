using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>Messages as a trace may show them: without passwords, push tokens, keys of media, and what people write.</summary>
internal static partial class TraceText
{
    private const string Masked = "***";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer, Readable))
            {
                Copy(document.RootElement, json);
            }

            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return $"({message.Length} bytes that are no JSON)";
        }
    }

    private static void Copy(JsonElement value, Utf8JsonWriter json)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    CopyMember(member, json);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Copy(item, json);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static void CopyMember(JsonProperty member, Utf8JsonWriter json)
    {
        switch (member.Name)
        {
            case "password" or "token" or "old_token" or "new_token" or "url":
                json.WriteStringValue(Masked);
                break;
            case "content" when member.Value.ValueKind == JsonValueKind.String:
                json.WriteStringValue($"({member.Value.GetString()!.Length} characters)");
                break;
            case "sdp" when member.Value.ValueKind == JsonValueKind.String:
                json.WriteStringValue(MediaKey().Replace(member.Value.GetString()!, Masked));
                break;
            default:
                Copy(member.Value, json);
                break;
        }
    }

    /// <summary>The password of ICE and the keys of SDES.</summary>
    [GeneratedRegex(@"(?<=^a=ice-pwd:)[^\r\n]+|(?<=^a=crypto:[^\r\n]*inline:)[^\r\n |]+", RegexOptions.Multiline)]
    private static partial Regex MediaKey();
}
