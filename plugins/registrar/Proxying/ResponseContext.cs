using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Proxying;

/// <summary>What to do after a response.</summary>
/// <param name="Forward">To send to the caller, or <c>null</c>.</param>
/// <param name="CancelOthers">Whether the branches without final response are to be cancelled.</param>
internal readonly record struct ResponseStep(SipResponse? Forward, bool CancelOthers = false);

/// <summary>The response context of RFC 3261 section 16.7: collects the responses of the branches and says what goes to the
/// caller. A plain machine: no clock, no task. The caller serializes the calls.</summary>
internal sealed class ResponseContext(SipRequest request, int branches)
{
    private readonly bool _isInvite = request.Method == "INVITE";
    private readonly bool _isForAll = request.Method == "MESSAGE";
    private readonly SipResponse?[] _finals = new SipResponse?[branches];
    private int _pending = branches;
    private bool _hasGlobalFailure;

    /// <summary>Whether a final response has been forwarded.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Whether the caller has cancelled.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Whether a new attempt may still be sent. A message is for all devices, whichever took it first.</summary>
    public bool IsOpen => (!IsCompleted || _isForAll) && !IsCancelled && !_hasGlobalFailure;

    /// <summary>Whether a branch has got its final response.</summary>
    public bool IsFinal(int branch) => _finals[branch] is not null;

    /// <summary>The caller has cancelled.</summary>
    public void Cancel() => IsCancelled = true;

    /// <summary>Takes a response of a branch.</summary>
    public ResponseStep Handle(int branch, SipResponse response)
    {
        if (response.IsProvisional)
        {
            // RFC 4320 section 4.1: provisional responses other than 100 make no sense for anything but INVITE.
            return new(_isInvite && response.StatusCode > 100 && !IsCompleted && _finals[branch] is null ? response : null);
        }

        if (_finals[branch] is null)
        {
            _finals[branch] = response;
            _pending--;
        }

        if (response.IsSuccess && (_isInvite || !IsCompleted))
        {
            // Each 2xx to INVITE is a dialog of its own and goes to the caller, however late.
            var isFirst = !IsCompleted;
            IsCompleted = true;
            return new(response, CancelOthers: _isInvite && isFirst);
        }

        if (IsCompleted)
        {
            return default;
        }

        if (_pending == 0)
        {
            IsCompleted = true;
            return new(BestResponse.Choose(request, _finals!, IsCancelled));
        }

        if (response.StatusCode >= 600 && !_hasGlobalFailure)
        {
            _hasGlobalFailure = true;
            return new(null, CancelOthers: _isInvite);
        }

        return default;
    }
}
