using System.Collections.Concurrent;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Proxying;

/// <summary>Tells loops from spirals (RFC 3261 section 16.3 step 4, RFC 5393). While a request is being proxied, what decides
/// over its way is remembered; the same request with the same Request-URI and Routes coming back with our Via would go the
/// same way again. One that comes back changed is a spiral and may pass. Safe for concurrent use.</summary>
internal sealed class LoopDetector
{
    private readonly ConcurrentDictionary<string, byte> _onTheWay = new();

    /// <summary>Enters a request.</summary>
    /// <param name="request">As it came in.</param>
    /// <param name="isOwnAddress">Tells addresses of this server.</param>
    /// <param name="pass">To be given to <see cref="Leave"/>.</param>
    /// <returns>Whether it may go on: it is no loop.</returns>
    public bool TryEnter(SipRequest request, Func<SipUri, bool> isOwnAddress, out string? pass)
    {
        var key = $"{request.CallId}\n{request.From?.Tag}\n{request.Headers["CSeq"]}\n{request.RequestUri}\n{string.Join('\n', request.Headers.GetAll("Route"))}";
        if (_onTheWay.TryAdd(key, 0))
        {
            pass = key;
            return true;
        }

        pass = null;
        return !HasOwnVia(request, isOwnAddress);
    }

    /// <summary>The request has got its answer.</summary>
    public void Leave(string? pass)
    {
        if (pass is not null)
        {
            _onTheWay.TryRemove(pass, out _);
        }
    }

    private static bool HasOwnVia(SipRequest request, Func<SipUri, bool> isOwnAddress)
    {
        foreach (var text in request.Headers.GetList("Via"))
        {
            if (ViaHeader.TryParse(text, out var via)
                && isOwnAddress(new(null, via.Host, via.Port, SipParameters.From([new("transport", via.Transport.ToLowerInvariant())]))))
            {
                return true;
            }
        }

        return false;
    }
}
