using System.Globalization;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;
using Sylk.Registrar.Accounts;
using Sylk.Registrar.Authentication;

namespace Sylk.Registrar.Registration;

/// <summary>Answers REGISTER (RFC 3261 section 10.3). Safe for concurrent use.</summary>
internal sealed class RegisterHandler(
    AccountDirectory accounts, DigestAuthenticator authenticator, BindingRules rules, RegistrarMetrics metrics, TimeProvider time, ILogger logger)
{
    private static readonly string[] SupportedOptions = ["outbound", "path"];

    /// <summary>Handles a request.</summary>
    /// <param name="request">A REGISTER for a home domain.</param>
    /// <param name="peer">Where it came from.</param>
    /// <param name="isOwnAddress">Tells addresses of this server.</param>
    /// <returns>The final response.</returns>
    public SipResponse Handle(SipRequest request, SipPeer peer, Func<SipUri, bool> isOwnAddress)
    {
        var unsupported = request.Headers.GetList("Require").Where(o => !SupportedOptions.Contains(o, StringComparer.OrdinalIgnoreCase)).ToList();
        if (unsupported.Count > 0)
        {
            var bad = request.CreateResponse(420);
            bad.Headers.Add("Unsupported", string.Join(", ", unsupported));
            return bad;
        }

        if (request.To is not { } to || !accounts.IsHome(to.Uri) || request.CSeq is null)
        {
            return request.CreateResponse(request.To is null || request.CSeq is null ? 400 : 404);
        }

        var realm = to.Uri.Host.ToLowerInvariant();
        var account = accounts.Find(to.Uri);
        var result = authenticator.Authenticate(request, peer, realm, "Authorization", isOwnAddress);
        metrics.Authenticated(result.Status);
        if (result.Account is null)
        {
            logger.LogRegisterRefused(to.Uri.AddressOfRecord, peer.Transport, peer.RemoteEndPoint, result.Status);
            return authenticator.Refuse(request, peer, realm, account, result, asProxy: false);
        }

        // Everybody registers for himself alone (RFC 3261 section 10.3 step 4).
        return result.Account == account ? Update(request, peer, account, isOwnAddress) : request.CreateResponse(403);
    }

    private SipResponse Update(SipRequest request, SipPeer peer, Account account, Func<SipUri, bool> isOwnAddress)
    {
        RegisterFailure? failure = null;
        IReadOnlyList<Binding> before = [], after = [];
        account.Bindings.Update(current => after = rules.Apply(request, peer, u => accounts.IsHome(u) || isOwnAddress(u), before = current, out failure));
        metrics.Registered(failure?.StatusCode ?? 200);
        if (failure is not null)
        {
            logger.LogRegisterFailed(account.AddressOfRecord, failure.StatusCode, failure.ReasonPhrase);
            var refusal = request.CreateResponse(failure.StatusCode, failure.ReasonPhrase);
            if (failure.Header is not null)
            {
                refusal.Headers.Add(failure.Header, failure.HeaderValue!);
            }

            return refusal;
        }

        Log(account, before, after);
        return Succeed(request, after);
    }

    private SipResponse Succeed(SipRequest request, IReadOnlyList<Binding> bindings)
    {
        var now = time.GetUtcNow();
        var response = request.CreateResponse(200);
        foreach (var binding in bindings.Where(b => now < b.Expires))
        {
            var seconds = Math.Ceiling((binding.Expires - now).TotalSeconds).ToString(CultureInfo.InvariantCulture);
            response.Headers.Add("Contact", (binding.Contact with { Parameters = binding.Contact.Parameters.With("expires", seconds) }).ToString());
        }

        foreach (var path in request.Headers.GetAll("Path"))
        {
            response.Headers.Add("Path", path);
        }

        if (bindings.Any(b => b.RegId > 0 && b.CallId == request.CallId && b.CSeq == request.CSeq!.Value.Number))
        {
            response.Headers.Add("Require", "outbound");
        }

        response.Headers.Add("Supported", string.Join(", ", SupportedOptions));
        response.Headers.Add("Date", now.ToString("r", CultureInfo.InvariantCulture));
        return response;
    }

    private void Log(Account account, IReadOnlyList<Binding> before, IReadOnlyList<Binding> after)
    {
        foreach (var binding in after.Where(b => !before.Any(b.IsSame)))
        {
            logger.LogBindingAdded(account.AddressOfRecord, binding.Contact.Uri, binding.Peer.Transport, binding.Peer.RemoteEndPoint);
        }

        foreach (var binding in before.Where(b => !after.Any(b.IsSame)))
        {
            logger.LogBindingRemoved(account.AddressOfRecord, binding.Contact.Uri);
        }
    }
}
