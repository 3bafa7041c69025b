using System.Buffers;
using System.Text.Json;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>The common form of messages: an object whose member <c>sylkrtc</c> tells what it is.</summary>
internal static class JsonMessage
{
    public static ReadOnlyMemory<byte> Ack(AckResponse response) => Make("ack", json => json.WriteString("transaction", response.Transaction));

    public static ReadOnlyMemory<byte> Error(ErrorResponse response) => Make("error", json =>
    {
        json.WriteString("transaction", response.Transaction);
        json.WriteString("error", response.Text);
    });

    /// <summary>Makes a message.</summary>
    /// <param name="kind">Its <c>sylkrtc</c> member.</param>
    /// <param name="write">Writes the other members.</param>
    public static ReadOnlyMemory<byte> Make(string kind, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("sylkrtc", kind);
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Writes a member unless it has no value: the protocol leaves it out then.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
