using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;
using Sylk.Registrar.Accounts;
using Sylk.Registrar.Proxying;
using Sylk.Registrar.Settings;

namespace Sylk.Registrar.Messages;

/// <summary>MESSAGE for accounts of the home domains (RFC 3428): it goes to the phones, and once to the application that keeps
/// the messages of the accounts, whatever number of browsers is registered through it. What nobody takes is kept until somebody
/// registers. Safe for concurrent use.</summary>
internal sealed class HomeMessages(Proxy proxy, MessageSpool spool, RegistrarSettings settings, TimeProvider time, ILogger logger)
{
    /// <summary>Tells the application that the sender used a phone: his other devices do not know of the message yet.</summary>
    private const string FromSip = "X-Sylk-From-Sip";

    /// <summary>On what the application sends to the phones of an account.</summary>
    private const string ToSip = "X-Sylk-To-Sip";

    private const string Replicated = "X-Replicated-Message";

    /// <summary>That a phone has vanished is known when its transaction times out (Timer F, 32 s), and then so does that of the sender,
    /// who takes his message for lost although it is kept (the race of RFC 4320 section 1). He is answered before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(24);

    /// <summary>What a datagram of UDP holds, without headers. Longer messages need a phone that takes TCP (RFC 3261 section 18.1.1).</summary>
    private const int MaxDatagramBody = 64_000;

    /// <summary>Forwards a request to an account.</summary>
    /// <param name="transaction">The request as it came in.</param>
    /// <param name="onward">A copy without our Routes.</param>
    /// <param name="account">Whom for.</param>
    /// <param name="sender">Who sent it.</param>
    /// <param name="domain">Sends.</param>
    /// <param name="stopping">Cancelled when the application stops.</param>
    public async Task ForwardAsync(
        ISipServerTransaction transaction, SipRequest onward, Account account, Sender sender, ISipDomain domain, CancellationToken stopping)
    {
        MarkOrigin(onward, transaction.Peer, sender);
        var held = new HeldTransaction(transaction);
        var sent = SendAsync(held, onward, account, domain, stopping);
        var isLate = IsWorthKeeping(onward) && !await EndsInTimeAsync(sent) && held.TryClose();
        if (isLate)
        {
            transaction.Respond(await KeepAsync(account, onward, stopping) ? 202 : 480);
        }

        var isTooLong = await sent;
        if (isLate || held.Failure is not { } failure)
        {
            return;
        }

        if (isTooLong && !IsAnswer(failure))
        {
            transaction.Respond(513);
        }
        else
        {
            transaction.Respond(IsUnreached(failure) && IsWorthKeeping(onward) && await KeepAsync(account, onward, stopping)
                ? transaction.Request.CreateResponse(202)
                : failure);
        }
    }

    /// <summary>Sends a message that was kept.</summary>
    /// <returns>Whether that was the end of it: somebody took it, or refused it for good, as he could have done when it came.</returns>
    public async Task<bool> DeliverAsync(SipRequest request, Account account, ISipDomain domain, CancellationToken stopping)
    {
        var kept = new KeptTransaction(request);
        var isTooLong = await SendAsync(kept, request.Clone(), account, domain, stopping);
        switch (kept.Final)
        {
            case { IsSuccess: true }:
                logger.LogMessageDelivered(account.AddressOfRecord);
                return true;
            case { } refusal when IsRefused(refusal):
                logger.LogMessageRefused(account.AddressOfRecord, refusal.StatusCode);
                return true;
            case { } failure when isTooLong && !IsAnswer(failure):
                logger.LogMessageRefused(account.AddressOfRecord, 513);
                return true;
            default:
                return false;
        }
    }

    /// <returns>Whether it is too long for a phone, of which no more is known than where it takes datagrams.</returns>
    private async Task<bool> SendAsync(ISipServerTransaction transaction, SipRequest onward, Account account, ISipDomain domain, CancellationToken stopping)
    {
        var hasApplication = settings.MessageApplication.Length > 0;

        // What is registered from inside the process are the browsers of the application, which tells them itself.
        var targets = TargetSet.Of(account, onward.RequestUri, time.GetUtcNow(), domain.IsAlive, b => !hasApplication || b.Peer.Transport != "LOCAL").ToList();
        if (hasApplication && !onward.Headers.Contains(ToSip))
        {
            targets.Add([new Target(onward.RequestUri, SipDestination.To(domain.RecordRoute(transaction.Peer))) { Application = settings.MessageApplication }]);
        }

        if (targets.Count == 0)
        {
            transaction.Respond(480);
            return false;
        }

        var isTooLong = onward.Body.Length > MaxDatagramBody && targets.Exists(way => way.Any(t => t.Peer?.Transport == "UDP"));
        await proxy.ForwardAsync(transaction, onward, domain, targets, account, stopping);
        return isTooLong;
    }

    private async Task<bool> EndsInTimeAsync(Task sent)
    {
        if (sent.IsCompleted)
        {
            return true;
        }

        using var ended = new CancellationTokenSource();
        var first = await Task.WhenAny(sent, Task.Delay(Patience, time, ended.Token));
        await ended.CancelAsync();
        return first == sent;
    }

    private static void MarkOrigin(SipRequest onward, SipPeer peer, Sender sender)
    {
        if (!peer.IsTrusted)
        {
            onward.Headers.Remove(FromSip);
            onward.Headers.Remove(ToSip);
            onward.Headers.Remove(Replicated);
        }

        if (sender == Sender.HomeUser && peer.Transport != "LOCAL" && !onward.Headers.Contains(ToSip))
        {
            onward.Headers[FromSip] = "yes";
        }
    }

    /// <summary>Nobody has refused the message itself: there was nobody.</summary>
    private static bool IsUnreached(SipResponse failure) => failure.StatusCode is 404 or 408 or 430 or 480;

    /// <summary>A phone has said something, and it is not only that there was no way to it.</summary>
    private static bool IsAnswer(SipResponse failure) => !IsUnreached(failure) && failure.StatusCode is not (500 or 503);

    /// <summary>It will be the same the next time; not so when the device is busy, or the server has a fault.</summary>
    private static bool IsRefused(SipResponse failure) => !IsUnreached(failure) && failure.StatusCode is (>= 400 and < 500 and not 486) or >= 600;

    /// <summary>Copies for other phones, signs of typing, and what is to be delivered at once or not at all (RFC 3428 section 7) are not kept.</summary>
    private static bool IsWorthKeeping(SipRequest request) =>
        request.Headers["Expires"]?.Trim() != "0" && request is { ContentType: not (null or "application/im-iscomposing+xml") }
        && !request.Headers.Contains(ToSip) && !request.Headers.Contains(Replicated) && !IsTypingSign(request);

    private static bool IsTypingSign(SipRequest request) =>
        request.ContentType == "message/cpim" && request.BodyText.Contains("\nContent-Type: application/im-iscomposing+xml", StringComparison.OrdinalIgnoreCase);

    private async Task<bool> KeepAsync(Account account, SipRequest request, CancellationToken stopping)
    {
        var isKept = await spool.KeepAsync(account, request, stopping);
        if (isKept)
        {
            logger.LogMessageKept(account.AddressOfRecord);
        }
        else
        {
            logger.LogMessageNotKept(account.AddressOfRecord);
        }

        return isKept;
    }
}
