using Sylk.Abstractions.Sip;
using Sylk.Registrar.Authentication;

namespace Sylk.Registrar.Tests.Fakes;

/// <summary>A phone of a user: makes requests and answers challenges.</summary>
internal sealed class Phone(string user, SipPeer peer, string domain = "sylk.test")
{
    private uint _cseq;
    private uint _nonceCount;

    public SipPeer Peer => peer;

    public string Password { get; set; } = "demo";

    public string CallId { get; set; } = Guid.NewGuid().ToString("N");

    public string Tag { get; set; } = "tag-" + user;

    /// <summary>What stands in the Via; by default where it really sends from.</summary>
    public string SentBy { get; set; } = $"{peer.RemoteEndPoint.Address}:{peer.RemoteEndPoint.Port}";

    public string ContactUri { get; set; } = $"sip:{user}@{peer.RemoteEndPoint.Address}:{peer.RemoteEndPoint.Port}";

    public SipRequest Request(string method, string requestUri, string? to = null)
    {
        var request = new SipRequest(method, SipUri.Parse(requestUri));
        var transport = peer.Transport == "LOCAL" ? "TCP" : peer.Transport;
        request.Headers.Add("Via", $"SIP/2.0/{transport} {SentBy};branch={ViaHeader.MagicCookie}{Guid.NewGuid():N};rport");
        request.Headers.Add("Max-Forwards", "70");
        request.Headers.Add("From", $"<sip:{user}@{domain}>;tag={Tag}");
        request.Headers.Add("To", $"<{to ?? requestUri}>");
        request.Headers.Add("Call-ID", CallId);
        request.Headers.Add("CSeq", $"{++_cseq} {method}");
        if (method is "INVITE" or "SUBSCRIBE")
        {
            request.Headers.Add("Contact", $"<{ContactUri}>");
        }

        return request;
    }

    public SipRequest Register(params string[] contacts)
    {
        var request = Request("REGISTER", $"sip:{domain}", $"sip:{user}@{domain}");
        foreach (var contact in contacts)
        {
            request.Headers.Add("Contact", contact);
        }

        return request;
    }

    /// <summary>The same request again, with credentials for a challenge.</summary>
    public SipRequest Authorize(SipRequest request, SipResponse challenge, string algorithm = "MD5", Func<string, string>? change = null)
    {
        var proxy = challenge.StatusCode == 407;
        var value = challenge.Headers.GetAll(proxy ? "Proxy-Authenticate" : "WWW-Authenticate")
            .Single(v => v.Contains($"algorithm={algorithm},", StringComparison.Ordinal));
        var nonce = Parameter(value, "nonce");
        var again = request.Clone();
        var via = again.Headers.RemoveFirst("Via")!;
        again.Headers.AddFirst("Via", via.Replace("branch=", "branch=" + ViaHeader.MagicCookie + ++_nonceCount, StringComparison.Ordinal));
        again.Headers["CSeq"] = $"{++_cseq} {request.Method}";
        again.Headers[proxy ? "Proxy-Authorization" : "Authorization"] = Credentials(again, nonce, algorithm, _nonceCount, change);
        return again;
    }

    public string Credentials(SipRequest request, string nonce, string algorithm, uint nonceCount, Func<string, string>? change = null)
    {
        var unsigned = $"Digest username=\"{user}\", realm=\"{domain}\", nonce=\"{nonce}\", uri=\"{request.RequestUri}\", " +
            $"response=\"\", algorithm={algorithm}, cnonce=\"c\", qop=auth, nc={nonceCount:x8}";
        Assert.True(DigestCredentials.TryParse(unsigned, out var credentials));
        Assert.True(DigestHash.TryParseName(algorithm, out var parsed));
        var response = DigestHash.Response(parsed, DigestHash.Ha1(parsed, user, domain, Password), request.Method, credentials);
        var signed = unsigned.Replace("response=\"\"", $"response=\"{response}\"", StringComparison.Ordinal);
        return change is null ? signed : change(signed);
    }

    public static string Parameter(string challenge, string name)
    {
        var start = challenge.IndexOf(name + "=\"", StringComparison.Ordinal) + name.Length + 2;
        return challenge[start..challenge.IndexOf('"', start)];
    }
}
