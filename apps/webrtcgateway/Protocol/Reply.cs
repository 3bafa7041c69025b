namespace Sylk.WebRtcGateway.Protocol;

/// <summary>The one response to a request. A handler calls <see cref="Ack"/> itself where something has to come after it.</summary>
internal sealed class Reply(string transaction, Action<ServerMessage> send)
{
    private bool _sent;

    public void Ack() => Send(new AckResponse(transaction));

    public void Error(string text) => Send(new ErrorResponse(transaction, text));

    private void Send(ServerMessage message)
    {
        if (!_sent)
        {
            _sent = true;
            send(message);
        }
    }
}
