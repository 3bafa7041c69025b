using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;
using Sylk.Registrar.Accounts;
using Sylk.Registrar.Authentication;
using Sylk.Registrar.Registration;
using Sylk.Registrar.Settings;

namespace Sylk.Registrar.Proxying;

/// <summary>Forwards requests statefully (RFC 3261 section 16.6). Safe for concurrent use.</summary>
internal sealed class Proxy(AccountDirectory accounts, RegistrarSettings settings, RouteTokens tokens, RegistrarMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly LoopDetector _loops = new();
    private readonly ConcurrentDictionary<ProxiedRequest, byte> _invites = new();
    private int _active;

    /// <summary>Reads the Routes that name this server out of a request; see <see cref="OwnRoutes.Take"/>.</summary>
    public RouteKind TakeOwnRoutes(SipRequest request, ISipDomain domain, out SipFlow? flow) =>
        OwnRoutes.Take(request, domain.IsOwnAddress, tokens, out flow);

    /// <summary>Forwards within a dialog: along the flow, else where the next Route or the Request-URI leads.</summary>
    public static SipDestination InDialog(SipRequest request, SipFlow? flow, ISipDomain domain) =>
        flow is { } alive && !request.Headers.Contains("Route") && domain.IsAlive(alive) ? SipDestination.To(alive) : SipDestination.FromRequest;

    /// <summary>Forwards a request to one target.</summary>
    public Task ForwardAsync(ISipServerTransaction transaction, SipRequest onward, ISipDomain domain, Target target, CancellationToken stopping) =>
        ForwardAsync(transaction, onward, domain, [[target]], null, stopping);

    /// <summary>Forwards a request to a target set, in parallel.</summary>
    /// <param name="transaction">The request as it came in.</param>
    /// <param name="onward">A copy without our Routes.</param>
    /// <param name="domain">Sends.</param>
    /// <param name="targets">At least one branch.</param>
    /// <param name="account">The account that is called, if it is one of ours.</param>
    /// <param name="stopping">Cancelled when the application stops.</param>
    public async Task ForwardAsync(
        ISipServerTransaction transaction, SipRequest onward, ISipDomain domain,
        IReadOnlyList<IReadOnlyList<Target>> targets, Account? account, CancellationToken stopping)
    {
        if (Volatile.Read(ref _active) >= settings.MaxTransactions)
        {
            var busy = transaction.Request.CreateResponse(503);
            busy.Headers.Add("Retry-After", "10");
            transaction.Respond(busy);
            return;
        }

        var breadth = Breadth(transaction.Request) / targets.Count;
        if (breadth == 0)
        {
            transaction.Respond(440);
            return;
        }

        if (!_loops.TryEnter(transaction.Request, domain.IsOwnAddress, out var pass))
        {
            logger.LogLoop(transaction.Request.CallId, transaction.Request.RequestUri);
            transaction.Respond(482);
            return;
        }

        var method = transaction.Request.Method;
        Interlocked.Increment(ref _active);
        metrics.ProxyingBegins(method);
        try
        {
            Prepare(transaction, onward);
            var proxied = new ProxiedRequest(transaction, domain, targets, new BranchFactory(transaction, onward, domain, tokens, time)
            {
                Breadth = breadth,
                FlowFailed = account is null ? null : binding => OnFlowFailed(account, binding),
            });
            if (method == "INVITE")
            {
                _invites.TryAdd(proxied, 0);
            }

            try
            {
                await proxied.RunAsync(stopping);
            }
            finally
            {
                _invites.TryRemove(proxied, out _);
            }
        }
        finally
        {
            _loops.Leave(pass);
            metrics.ProxyingEnds();
            Interlocked.Decrement(ref _active);
        }
    }

    /// <summary>Passes on an ACK for a 2xx (RFC 3261 section 16.11): only within a dialog that was set up through us.</summary>
    public void ForwardAck(SipRequest ack, ISipDomain domain)
    {
        if (TakeOwnRoutes(ack, domain, out var flow) == RouteKind.InDialog && RequestValidation.TryCountHop(ack))
        {
            domain.Forward(ack, InDialog(ack, flow, domain));
        }
        else
        {
            logger.LogAckDropped(ack.CallId, ack.RequestUri);
        }
    }

    /// <summary>Looks after Timer C. Called every few seconds.</summary>
    public void CheckTimerC()
    {
        var oldest = time.GetTimestamp() - (long)(settings.TimerC.TotalSeconds * time.TimestampFrequency);
        foreach (var (invite, _) in _invites)
        {
            invite.CheckTimerC(oldest);
        }
    }

    private int Breadth(SipRequest request) =>
        int.TryParse(request.Headers["Max-Breadth"], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? Math.Min(value, settings.MaxBreadth)
            : settings.MaxBreadth;

    /// <summary>What is the same in all branches.</summary>
    private void Prepare(ISipServerTransaction transaction, SipRequest onward)
    {
        RequestValidation.TryCountHop(onward);
        onward.Headers.Remove(BranchFactory.ApplicationHeader);
        DigestAuthenticator.RemoveCredentials(onward, accounts.IsHome);

        // RFC 3325 section 5: an identity asserted by somebody we do not trust means nothing.
        if (!transaction.Peer.IsTrusted || accounts.IsHome(onward.From!.Uri))
        {
            onward.Headers.Remove("P-Asserted-Identity");
        }
    }

    private void OnFlowFailed(Account account, Binding binding)
    {
        if (binding.Reachability == Reachability.Flow && account.Bindings.Remove(b => ReferenceEquals(b, binding)).Count > 0)
        {
            metrics.BindingsLost(1);
            logger.LogBindingLost(account.AddressOfRecord, binding.Contact.Uri);
        }
    }
}
