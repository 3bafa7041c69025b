using System.Globalization;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Proxying;

/// <summary>What a proxy checks before anything else (RFC 3261 section 16.3 steps 1 to 3 and 5).</summary>
internal static class RequestValidation
{
    public const int DefaultMaxForwards = 70;

    /// <returns>The refusal, or <c>null</c> if nothing is wrong.</returns>
    public static SipResponse? Check(SipRequest request)
    {
        if (!request.RequestUri.IsSip)
        {
            return request.CreateResponse(416);
        }

        if (request.From is null || request.To is null || request.CSeq is null)
        {
            return request.CreateResponse(400);
        }

        if (request.Headers["Max-Forwards"] is { } text)
        {
            if (!byte.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var hops))
            {
                return request.CreateResponse(400, "Bad Max-Forwards");
            }

            if (hops == 0)
            {
                return request.CreateResponse(483);
            }
        }

        if (request.Headers["Proxy-Require"] is { } required)
        {
            var response = request.CreateResponse(420);
            response.Headers.Add("Unsupported", required);
            return response;
        }

        return null;
    }

    /// <summary>Counts a hop (RFC 3261 section 16.6 step 3).</summary>
    /// <returns>Whether the request may still go on.</returns>
    public static bool TryCountHop(SipRequest request)
    {
        var hops = byte.TryParse(request.Headers["Max-Forwards"], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : DefaultMaxForwards + 1;
        request.Headers["Max-Forwards"] = Math.Max(0, hops - 1).ToString(CultureInfo.InvariantCulture);
        return hops > 0;
    }
}
