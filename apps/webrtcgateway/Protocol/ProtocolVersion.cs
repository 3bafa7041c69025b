using System.Text.Json;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>A version of the protocol as one connection speaks it: what its messages mean, and how ours are written. Lives on the
/// connection's loop.</summary>
internal abstract class ProtocolVersion
{
    /// <summary>Whether the browser understands new offers within a call.</summary>
    public abstract bool HasUpdates { get; }

    /// <summary>Reads a message.</summary>
    /// <param name="message">UTF-8 text.</param>
    /// <param name="error">The response to be sent instead of carrying a request out, if one can be sent.</param>
    /// <returns>The request, or <c>null</c>.</returns>
    public Request? Read(ReadOnlyMemory<byte> message, out ErrorResponse? error)
    {
        error = null;
        string? transaction = null;
        try
        {
            using var document = JsonDocument.Parse(message);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("transaction", out var value)
                || value.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            transaction = value.GetString()!;
            return Read(NameOf(root), transaction, root);
        }
        catch (JsonException)
        {
        }
        catch (RequestException e)
        {
            error = new(transaction!, e.Message);
        }
        catch (InvalidOperationException)
        {
            // A text with half a surrogate pair.
            error = transaction is null ? null : new(transaction, "Internal error");
        }

        return null;
    }

    /// <summary>Writes a message.</summary>
    /// <returns><c>null</c> if this version has no words for it.</returns>
    public abstract ReadOnlyMemory<byte>? Write(ServerMessage message);

    /// <summary>Writes a message that may be long.</summary>
    /// <returns>Pieces of its UTF-8 text, each valid until the next is asked for; <c>null</c> if this version has no words for it.</returns>
    public abstract IAsyncEnumerable<ReadOnlyMemory<byte>>? Write(SyncConversationsEvent message);

    /// <summary>Reads a request.</summary>
    /// <exception cref="RequestException">It is none, it is not available, or a member has no usable value.</exception>
    protected abstract Request Read(string name, string transaction, JsonElement members);

    private static string NameOf(JsonElement message)
    {
        if (!message.TryGetProperty("sylkrtc", out var name))
        {
            throw new RequestException("could not get WebSocket message type");
        }

        return name.ValueKind == JsonValueKind.String ? name.GetString()! : PythonText.Of(name);
    }
}
