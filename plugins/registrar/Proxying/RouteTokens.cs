using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Proxying;

/// <summary>The user part of our Record-Route URIs. It names the flows to the caller and to the callee, so that requests
/// within a dialog find their way without any state here (RFC 5626 section 5.3.2), and a MAC over the dialog, so that nobody
/// can use such a Route for another one. Form: MAC, length of the caller's flow, caller's flow, callee's flow.</summary>
internal sealed class RouteTokens(byte[] key)
{
    private const int MacBytes = 16, MacLength = 22, SizeLength = 3, MaxFlowLength = 0xfff;

    /// <summary>Makes the token of a dialog that a request is about to form.</summary>
    /// <param name="request">The request; its From is the caller.</param>
    /// <param name="caller">The flow to the caller, or <c>null</c> if it is reached by its Contact.</param>
    /// <param name="callee">The flow to the callee, or <c>null</c>.</param>
    public string Create(SipRequest request, SipFlow? caller, SipFlow? callee)
    {
        var callerFlow = caller?.Token is { Length: <= MaxFlowLength } token ? token : "";
        var flows = $"{callerFlow.Length:x3}{callerFlow}{callee?.Token}";
        return Mac(request.CallId, request.From?.Tag, flows) + flows;
    }

    /// <summary>Reads the token of a Route that a request within a dialog has.</summary>
    /// <param name="route">The Route, which is ours.</param>
    /// <param name="request">The request.</param>
    /// <param name="destination">The flow to follow, or <c>null</c> if the other side is reached by its Contact.</param>
    /// <returns>Whether the Route was made here for this dialog.</returns>
    public bool TryRead(SipUri route, SipRequest request, out SipFlow? destination)
    {
        destination = null;
        if (route.User is not { Length: >= MacLength + SizeLength } token
            || request.To?.Tag is not { } toTag
            || !int.TryParse(token.AsSpan(MacLength, SizeLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length)
            || MacLength + SizeLength + length > token.Length)
        {
            return false;
        }

        // The tag of the caller stands in From when the caller sends and in To when the callee does.
        var flows = token[MacLength..];
        var fromCaller = IsMac(token, Mac(request.CallId, request.From?.Tag, flows));
        if (!fromCaller && !IsMac(token, Mac(request.CallId, toTag, flows)))
        {
            return false;
        }

        var flow = fromCaller ? flows[(SizeLength + length)..] : flows.Substring(SizeLength, length);
        destination = flow.Length == 0 ? null : new SipFlow(flow);
        return true;
    }

    private static bool IsMac(string token, string mac) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(token[..MacLength]));

    private string Mac(string callId, string? callerTag, string flows)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{callId}\n{callerTag}\n{flows}"), hash);
        return Base64Url.EncodeToString(hash[..MacBytes]);
    }
}
