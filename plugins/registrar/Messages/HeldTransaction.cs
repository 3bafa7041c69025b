using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Messages;

/// <summary>Passes on everything but a final failure, which is kept: there may be something better to say. Safe
/// for concurrent use.</summary>
internal sealed class HeldTransaction(ISipServerTransaction inner) : ISipServerTransaction
{
    private readonly Lock _lock = new();
    private bool _isClosed;
    private bool _isAnswered;

    public SipRequest Request => inner.Request;

    public SipPeer Peer => inner.Peer;

    public CancellationToken Cancelled => inner.Cancelled;

    public SipRequest? Cancel => inner.Cancel;

    /// <summary>The failure, once there is one.</summary>
    public SipResponse? Failure { get; private set; }

    public void Respond(SipResponse response)
    {
        lock (_lock)
        {
            if (response.StatusCode >= 300)
            {
                Failure ??= response;
            }
            else if (!_isClosed)
            {
                _isAnswered |= response.IsSuccess;
                inner.Respond(response);
            }
        }
    }

    /// <summary>Passes on nothing more.</summary>
    /// <returns>Whether the answer is still to be given.</returns>
    public bool TryClose()
    {
        lock (_lock)
        {
            _isClosed = true;
            return !_isAnswered;
        }
    }
}
