using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Proxying;

/// <summary>Chooses the final response of a forked request (RFC 3261 section 16.7 steps 6 and 7).</summary>
internal static class BestResponse
{
    /// <summary>The response to forward.</summary>
    /// <param name="request">The request, for a response made here.</param>
    /// <param name="finals">Final responses of all branches, none of them 2xx to INVITE.</param>
    /// <param name="isCancelled">Whether the caller has given up.</param>
    public static SipResponse Choose(SipRequest request, IReadOnlyList<SipResponse> finals, bool isCancelled)
    {
        var best = finals.MinBy(r => Rank(r.StatusCode, isCancelled))!;
        switch (best.StatusCode)
        {
            case 401 or 407:
                var challenge = best.Clone();
                foreach (var other in finals.Where(r => r != best && r.StatusCode is 401 or 407))
                {
                    AddAll(challenge, other, "WWW-Authenticate");
                    AddAll(challenge, other, "Proxy-Authenticate");
                }

                return challenge;

            // The caller asked for the end and must not read a timeout instead.
            case 408 when isCancelled && request.Method == "INVITE":
                return request.CreateResponse(487);

            // RFC 4320 section 4.2: a 408 to anything but INVITE only adds to the congestion that caused it.
            case 408 when request.Method != "INVITE":
                return request.CreateResponse(480);

            // A dead flow says something about us and the callee, not about the caller's flow to us (RFC 5626 section 5.3).
            case 430:
                return request.CreateResponse(480);

            // RFC 3261 section 16.7 step 6: the caller must not conclude that this server is unavailable.
            case 503:
                return request.CreateResponse(500);
            default:
                return best;
        }
    }

    /// <summary>Lower is better. 6xx, then the lowest class; within 4xx what tells the caller how to try again, then what a
    /// user or user agent decided, then what the network made.</summary>
    private static int Rank(int statusCode, bool isCancelled) => (statusCode / 100) switch
    {
        2 => 0,
        6 => 100 + statusCode % 100,
        3 => 300,
        4 => 400 + statusCode switch
        {
            487 when isCancelled => 0,
            401 or 407 => 1,
            415 or 420 or 484 => 2,
            404 or 480 or 487 => 4,
            408 => 5,
            430 => 7,
            481 => 6,
            _ => 3,
        },
        5 when statusCode == 503 => 501,
        _ => 500,
    };

    private static void AddAll(SipResponse response, SipResponse from, string header)
    {
        foreach (var value in from.Headers.GetAll(header))
        {
            response.Headers.Add(header, value);
        }
    }
}
