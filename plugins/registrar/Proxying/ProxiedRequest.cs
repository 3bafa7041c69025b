using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Proxying;

/// <summary>A request on its way through the proxy: drives the <see cref="ResponseContext"/> with what the client
/// transactions of its branches report. Everything that touches the context holds one lock, for no longer than it takes to
/// post a message to the stack.</summary>
internal sealed class ProxiedRequest
{
    private readonly ISipServerTransaction _transaction;
    private readonly ISipDomain _domain;
    private readonly IBranchFactory _factory;
    private readonly ResponseContext _context;
    private readonly Branch[] _branches;
    private readonly Lock _lock = new();

    /// <param name="transaction">The request that came in.</param>
    /// <param name="domain">Sends.</param>
    /// <param name="targets">The branches; within each, ways to the same user agent, tried one after the other.</param>
    /// <param name="factory">Makes the requests.</param>
    public ProxiedRequest(
        ISipServerTransaction transaction, ISipDomain domain, IReadOnlyList<IReadOnlyList<Target>> targets, IBranchFactory factory)
    {
        _transaction = transaction;
        _domain = domain;
        _factory = factory;
        _context = new(transaction.Request, targets.Count);
        _branches = [.. targets.Select((t, index) => new Branch(index, t))];
    }

    /// <summary>Forwards the request and all responses. Completes when no response can come any more.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var cancelled = _transaction.Cancelled.UnsafeRegister(static self => ((ProxiedRequest)self!).OnCancel(), this);
        try
        {
            await (_branches.Length == 1 ? RunAsync(_branches[0], stopping) : Task.WhenAll(_branches.Select(b => RunAsync(b, stopping))));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            OnStop();
        }
    }

    /// <summary>Cancels the branches whose callee has been ringing for too long (Timer C, RFC 3261 section 16.8).</summary>
    /// <param name="oldest">What was heard before this time is too old.</param>
    public void CheckTimerC(long oldest)
    {
        lock (_lock)
        {
            foreach (var branch in _branches)
            {
                if (branch.LastHeard < oldest && !_context.IsFinal(branch.Index))
                {
                    branch.Client?.Cancel("SIP;cause=408;text=\"Request Timeout\"");
                }
            }
        }
    }

    private async Task RunAsync(Branch branch, CancellationToken stopping)
    {
        var ways = new Queue<Target>(branch.Targets);
        for (var target = ways.Dequeue(); target is not null && TryStart(branch, target) is { } client;)
        {
            var (tried, rang) = (target, false);
            target = null;
            await foreach (var response in client.Responses.ReadAllAsync(stopping))
            {
                rang |= response.IsProvisional;
                target = Next(tried, response, rang ? [] : ways);
                if (target is not null)
                {
                    break;
                }

                OnResponse(branch, response);
            }
        }

        // Whatever happened, every branch comes to an end, and with the last one the caller gets an answer.
        if (!_context.IsFinal(branch.Index))
        {
            OnResponse(branch, _transaction.Request.CreateResponse(_context.IsCancelled ? 487 : 408));
        }
    }

    private ISipClientTransaction? TryStart(Branch branch, Target target)
    {
        lock (_lock)
        {
            if (!_context.IsOpen)
            {
                return null;
            }

            branch.LastHeard = _factory.Now;
            return branch.Client = _domain.Send(_factory.Create(target), target.Destination);
        }
    }

    /// <summary>What to try after a response: a way that does not lead to the user agent any more is left for the next one
    /// (RFC 5626 section 7).</summary>
    private Target? Next(Target tried, SipResponse response, Queue<Target> ways)
    {
        if (response.StatusCode == 430 && tried.Binding is { } binding)
        {
            _factory.OnFlowFailed(binding);
        }

        lock (_lock)
        {
            return !_context.IsOpen ? null
                : response.StatusCode is 408 or 430 or 503 && ways.TryDequeue(out var way) ? way
                : _factory.Simplify(tried, response);
        }
    }

    private void OnResponse(Branch branch, SipResponse response)
    {
        lock (_lock)
        {
            branch.LastHeard = _factory.Now;
            var step = _context.Handle(branch.Index, response);
            if (step.Forward is not null)
            {
                _transaction.Respond(step.Forward);
            }

            if (step.CancelOthers)
            {
                CancelPending(response.IsSuccess
                    ? "SIP;cause=200;text=\"Call completed elsewhere\""
                    : $"SIP;cause={response.StatusCode};text=\"{SipStatus.ReasonPhrase(response.StatusCode)}\"");
            }
        }
    }

    private void OnCancel()
    {
        lock (_lock)
        {
            _context.Cancel();
            CancelPending(_transaction.Cancel?.Headers["Reason"]);
        }
    }

    private void OnStop()
    {
        lock (_lock)
        {
            _context.Cancel();
            CancelPending("SIP;cause=503;text=\"Service Unavailable\"");
            if (!_context.IsCompleted)
            {
                _transaction.Respond(_transaction.Request.CreateResponse(503));
            }
        }
    }

    private void CancelPending(string? reason)
    {
        if (_transaction.Request.Method != "INVITE")
        {
            return;
        }

        foreach (var branch in _branches)
        {
            if (!_context.IsFinal(branch.Index))
            {
                branch.Client?.Cancel(reason);
            }
        }
    }

    private sealed class Branch(int index, IReadOnlyList<Target> targets)
    {
        public int Index => index;

        public IReadOnlyList<Target> Targets => targets;

        public ISipClientTransaction? Client { get; set; }

        /// <summary>When it was sent or last answered, as <see cref="IBranchFactory.Now"/> tells.</summary>
        public long LastHeard { get; set; }
    }
}
