using System.Net;

namespace Sylk.LoadClient.Servers;

/// <summary>Janus with its SIP plugin and WebSockets, and without what is not used.</summary>
internal static class JanusSettings
{
    private const int WebPort = 18188;

    public static (string[] Command, IPEndPoint Signalling) Write(string directory, Options options)
    {
        File.WriteAllText(Path.Combine(directory, "janus.jcfg"), $$"""
            general: {
              configs_folder = "{{directory}}"
              debug_level = 2
              session_timeout = 0
            }
            media: { rtp_port_range = "30000-32000" }
            nat: {
              ice_enforce_list = "{{options.MediaAddress}}"
              ignore_mdns = true
            }
            plugins: { disable = "{{Others("plugins", "libjanus_sip.so")}}" }
            transports: { disable = "{{Others("transports", "libjanus_websockets.so")}}" }
            """);
        File.WriteAllText(Path.Combine(directory, "janus.plugin.sip.jcfg"), "general: { local_ip = \"127.0.0.1\" rtp_port_range = \"26000-29000\" }\n");
        File.WriteAllText(Path.Combine(directory, "janus.transport.websockets.jcfg"), $$"""general: { ws = true ws_port = {{WebPort}} ws_ip = "127.0.0.1" }""");
        return (["janus", "-F", directory, "-C", Path.Combine(directory, "janus.jcfg")], new(IPAddress.Loopback, WebPort));
    }

    /// <summary>All modules of a kind but one.</summary>
    private static string Others(string kind, string kept) =>
        string.Join(',', Directory.EnumerateDirectories("/usr/lib")
            .Select(d => Path.Combine(d, "janus", kind))
            .Where(Directory.Exists)
            .SelectMany(d => Directory.EnumerateFiles(d, "*.so"))
            .Select(Path.GetFileName)
            .Where(f => f != kept));
}
