using Sylk.Abstractions;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>Writes down what the gateway and one browser say to each other.</summary>
internal sealed class ClientTrace(IWireTrace trace, string browser)
{
    public void Received(ReadOnlyMemory<byte> message) => Write(incoming: true, message);

    public void Sent(ReadOnlyMemory<byte> message) => Write(incoming: false, message);

    /// <summary>A long message is not written down whole.</summary>
    public void SentStream(SyncConversationsEvent message)
    {
        if (trace.IsEnabled)
        {
            trace.Write(incoming: false, browser, $"(sync-conversations of {message.Account})");
        }
    }

    private void Write(bool incoming, ReadOnlyMemory<byte> message)
    {
        if (trace.IsEnabled)
        {
            trace.Write(incoming, browser, TraceText.Of(message));
        }
    }
}
