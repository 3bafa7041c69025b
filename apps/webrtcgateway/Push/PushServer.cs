using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Sylk.WebRtcGateway.Push;

/// <summary>The push server, asked once for each device.</summary>
internal sealed class PushServer(HttpClient http, Uri url, ILogger logger)
{
    /// <summary>Sends a payload.</summary>
    public async Task<PushOutcome> SendAsync(PushPayload payload, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new ReadOnlyMemoryContent(payload.Body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await http.PostAsync(url, content, cancellationToken);
            return Judge(response, payload, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            logger.LogPushServerUnavailable(payload.Account, e.Message);
            return PushOutcome.TryAgain;
        }
    }

    private PushOutcome Judge(HttpResponseMessage response, PushPayload payload, ReadOnlyMemory<byte> body)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.Gone when response.Content.Headers.ContentType?.MediaType == "application/json":
                return PushOutcome.TokenExpired;
            case >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous:
                logger.LogPushSent(payload.Account, payload.Platform);
                return PushOutcome.Sent;
            default:
                logger.LogPushRefused(payload.Account, payload.Platform, (int)response.StatusCode, ReasonOf(body) ?? response.ReasonPhrase ?? "");
                return response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
                    ? PushOutcome.TryAgain
                    : PushOutcome.Refused;
        }
    }

    /// <summary><c>data.reason</c> of an answer.</summary>
    private static string? ReasonOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("data", out var data) && data.TryGetProperty("reason", out var reason) ? reason.ToString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>What the push server said.</summary>
internal enum PushOutcome
{
    /// <summary>The device is being woken.</summary>
    Sent,

    /// <summary>Not now.</summary>
    TryAgain,

    /// <summary>Never.</summary>
    Refused,

    /// <summary>The token leads to no device any more.</summary>
    TokenExpired,
}
