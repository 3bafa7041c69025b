using System.Buffers;
using System.Text.Json;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>Makes the messages to browsers that belong to no account or session, and is the base of all others.</summary>
internal static class ServerMessage
{
    public static ReadOnlyMemory<byte> Ready { get; } = Make("ready-event", static _ => { });

    public static ReadOnlyMemory<byte> Ack(string transaction) => Make("ack", json => json.WriteString("transaction", transaction));

    public static ReadOnlyMemory<byte> Error(string transaction, string text) => Make("error", json =>
    {
        json.WriteString("transaction", transaction);
        json.WriteString("error", text);
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

    /// <summary>Writes the object <c>headers</c> unless it is empty; of a repeated name the last value counts.</summary>
    public static void WriteHeaders(this Utf8JsonWriter json, IReadOnlyDictionary<string, string> headers)
    {
        if (headers.Count == 0)
        {
            return;
        }

        json.WriteStartObject("headers");
        foreach (var (name, value) in headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes an identity: address and display name, which may be null.</summary>
    public static void WriteIdentity(this Utf8JsonWriter json, string name, Identity identity)
    {
        json.WriteStartObject(name);
        json.WriteString("uri", identity.Uri);
        json.WriteString("display_name", identity.DisplayName);
        json.WriteEndObject();
    }
}
