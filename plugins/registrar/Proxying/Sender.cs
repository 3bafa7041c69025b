using Sylk.Abstractions.Sip;
using Sylk.Registrar.Accounts;
using Sylk.Registrar.Authentication;

namespace Sylk.Registrar.Proxying;

/// <summary>Who sent a request.</summary>
internal enum Sender
{
    /// <summary>Somebody whose From is not of a home domain; nothing is known about him.</summary>
    Outsider,

    /// <summary>The user of a home domain named in From, proven by digest or by the word of an application of this server.</summary>
    HomeUser,

    /// <summary>An application of this server that is the user in From.</summary>
    Application,
}

/// <summary>Finds out who sent a request. A From of a home domain must be proven, from wherever it comes.</summary>
internal sealed class SenderCheck(AccountDirectory accounts, DigestAuthenticator authenticator, RegistrarMetrics metrics)
{
    /// <summary>Checks a request outside a dialog.</summary>
    /// <param name="request">The request.</param>
    /// <param name="peer">Where it came from.</param>
    /// <param name="isOwnAddress">Tells addresses of this server.</param>
    /// <param name="sender">Who sent it.</param>
    /// <returns>407 or 403, or <c>null</c> if it may go on.</returns>
    public SipResponse? Check(SipRequest request, SipPeer peer, Func<SipUri, bool> isOwnAddress, out Sender sender)
    {
        sender = Sender.Outsider;
        var from = request.From!.Uri;
        if (!accounts.IsHome(from))
        {
            return null;
        }

        // Applications have no secret; only this process may speak for them.
        if (accounts.FindApplication(from) is not null)
        {
            sender = Sender.Application;
            return peer.Transport == "LOCAL" ? null : request.CreateResponse(403);
        }

        sender = Sender.HomeUser;

        // Inside the process an application may vouch for a user (RFC 3325). What is passed on has no such header for our own users.
        if (peer.Transport == "LOCAL" && IsAsserted(request, from))
        {
            return null;
        }

        var realm = from.Host.ToLowerInvariant();
        var account = accounts.Find(from);
        var result = authenticator.Authenticate(request, peer, realm, "Proxy-Authorization", isOwnAddress);
        metrics.Authenticated(result.Status);
        if (result.Account is null)
        {
            return authenticator.Refuse(request, peer, realm, account, result, asProxy: true);
        }

        return result.Account == account ? null : request.CreateResponse(403, "From Is Not the Authenticated User");
    }

    private static bool IsAsserted(SipRequest request, SipUri from) =>
        request.Headers.GetList("P-Asserted-Identity") is [var text] && NameAddress.TryParse(text, out var asserted) && Account.Key(asserted.Uri) == Account.Key(from);
}
