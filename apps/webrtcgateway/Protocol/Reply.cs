namespace Sylk.WebRtcGateway.Protocol;

/// <summary>The one response to a request. A handler calls <see cref="Ack"/> itself where something has to come after it.</summary>
internal sealed class Reply(string transaction, Action<ReadOnlyMemory<byte>> send)
{
    private bool _sent;

    public void Ack() => Send(ServerMessage.Ack(transaction));

    public void Error(string text) => Send(ServerMessage.Error(transaction, text));

    private void Send(ReadOnlyMemory<byte> message)
    {
        if (!_sent)
        {
            _sent = true;
            send(message);
        }
    }
}
