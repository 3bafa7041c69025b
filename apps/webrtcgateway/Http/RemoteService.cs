namespace Sylk.WebRtcGateway.Http;

/// <summary>Makes clients for the one server that the settings name: they go nowhere else, whatever its answers, cookies or the
/// environment say, and what they take is bounded.</summary>
internal static class RemoteService
{
    /// <summary>Makes a client.</summary>
    /// <param name="timeout">The most that a request may take, its answer included.</param>
    /// <param name="maxResponse">The longest answer taken, in bytes.</param>
    /// <param name="maxConnections">The most connections at a time.</param>
    public static HttpClient Connect(TimeSpan timeout, int maxResponse, int maxConnections)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = timeout / 2,
            MaxConnectionsPerServer = maxConnections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = timeout,
            MaxResponseContentBufferSize = maxResponse,
        };

        // The name by which such servers have known us for years.
        client.DefaultRequestHeaders.Add("User-Agent", "SylkServer");
        return client;
    }

    /// <summary>Whether a setting is a URL that a client can be made for.</summary>
    public static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme is "http" or "https") && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
}
