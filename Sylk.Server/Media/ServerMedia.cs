using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Sylk.Media.Plane;
using Sylk.Media.Sessions;
using Sylk.Server.Configuration;

namespace Sylk.Server.Media;

/// <summary>The media plane of the server, from which every application gets its share.</summary>
internal sealed partial class ServerMedia : IDisposable
{
    private readonly MediaPlane _plane;
    private readonly MediaServiceOptions _options;

    private ServerMedia(MediaPlane plane, MediaServiceOptions options)
    {
        _plane = plane;
        _options = options;
    }

    /// <summary>Binds the port of the browsers, UDP and TCP, and starts the media loop.</summary>
    /// <exception cref="IOException">The port cannot be bound.</exception>
    public static ServerMedia Start(ServerSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        try
        {
            var logger = loggers.CreateLogger<MediaPlane>();
            var plane = new MediaPlane(MediaSettings.PlaneOptions(settings), time, logger);
            foreach (var endPoint in plane.WebRtcEndPoints)
            {
                LogListening(logger, endPoint, settings.WebRtc.Tcp ? "UDP and TCP" : "UDP");
            }

            return new(plane, MediaSettings.ServiceOptions(settings));
        }
        catch (SocketException e)
        {
            var webRtc = settings.WebRtc;
            throw new IOException($"media of browsers cannot be received on {string.Join(", ", webRtc.Listen)} port {webRtc.Port}: {e.Message}", e);
        }
    }

    /// <summary>Completes when the loops have taken a turn.</summary>
    public Task PulseAsync() => _plane.PulseAsync();

    public IMediaAgent Lend() => new MediaService(_plane, _options);

    public void Dispose() => _plane.Dispose();

    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "Media of browsers is received on {EndPoint}, {Protocols}")]
    private static partial void LogListening(ILogger logger, System.Net.IPEndPoint endPoint, string protocols);
}
