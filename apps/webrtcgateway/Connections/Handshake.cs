using Microsoft.AspNetCore.Http;
using Sylk.WebRtcGateway.Protocol.Version1;
using Sylk.WebRtcGateway.Protocol.Version2;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>Judges the request that opens a WebSocket (RFC 6455 section 4.2.1).</summary>
internal sealed class Handshake(OriginRule origins)
{
    private const string WebSocketVersion = "13";
    private const int KeyLength = 24;

    /// <summary>Judges a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="protocol">The version to be spoken: the newest the browser offers.</param>
    /// <returns>The refusal, or <c>null</c>.</returns>
    public Refusal? Judge(HttpContext http, out string protocol)
    {
        protocol = "";
        if (http.Request.Path.Value!.EndsWith('/'))
        {
            return new(StatusCodes.Status404NotFound, "Not Found");
        }

        if (http.Request.Headers.Upgrade.Count == 0 && !http.WebSockets.IsWebSocketRequest)
        {
            return new(StatusCodes.Status426UpgradeRequired, "This is a WebSocket address", "Upgrade", "websocket");
        }

        if (!http.WebSockets.IsWebSocketRequest)
        {
            return Explain(http.Request);
        }

        if (origins.Refuse(http.Request.Headers.Origin.Count == 0 ? null : http.Request.Headers.Origin.ToString()) is { } reason)
        {
            return new(StatusCodes.Status400BadRequest, reason);
        }

        var offered = http.WebSockets.WebSocketRequestedProtocols;
        protocol = offered.Contains(SylkRtc2.Name) ? SylkRtc2.Name : SylkRtc1.Name;
        return offered.Contains(protocol) ? null : new(StatusCodes.Status406NotAcceptable, "No compatible protocol specified");
    }

    /// <summary>What is wrong with a request that wants a WebSocket and does not get one.</summary>
    private static Refusal Explain(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method))
        {
            return new(StatusCodes.Status405MethodNotAllowed, $"HTTP method \"{request.Method}\" not allowed", "Allow", "GET");
        }

        var upgrade = request.Headers.Upgrade.ToString();
        if (!upgrade.Contains("websocket", StringComparison.OrdinalIgnoreCase))
        {
            return Bad($"HTTP Upgrade headers do not include \"websocket\" value (case-insensitive): \"{upgrade}\"");
        }

        var version = request.Headers.SecWebSocketVersion.ToString();
        if (version != WebSocketVersion)
        {
            return version.Length == 0
                ? Bad("HTTP Sec-WebSocket-Version header missing")
                : new(StatusCodes.Status400BadRequest, $"WebSocket version {version} not supported (supported versions: {WebSocketVersion})", "Sec-WebSocket-Version", WebSocketVersion);
        }

        var key = request.Headers.SecWebSocketKey.ToString();
        return key.Length switch
        {
            0 => Bad("HTTP Sec-WebSocket-Key header missing"),
            not KeyLength => Bad($"bad Sec-WebSocket-Key (length must be {KeyLength} ASCII chars) \"{key}\""),
            _ => Bad("HTTP Connection headers do not include \"upgrade\" value (case-insensitive)"),
        };
    }

    private static Refusal Bad(string phrase) => new(StatusCodes.Status400BadRequest, phrase);
}

/// <summary>The answer to a request that opens no WebSocket.</summary>
internal sealed record Refusal(int StatusCode, string Phrase, string? HeaderName = null, string? HeaderValue = null);
