using System.Net;

namespace Sylk.LoadClient.Servers;

/// <summary>This server as it is measured: as delivered, but for ports, domains and encryption towards the phones.</summary>
internal static class SylkSettings
{
    public const int SipPort = 15060;
    private const int WebPort = 18189;

    public static (string[] Command, IPEndPoint Signalling) Write(string directory, Options options)
    {
        File.WriteAllText(Path.Combine(directory, "sylk.toml"), $"""
            [server]
            data_dir = "{directory}/data"
            [applications]
            enabled = ["webrtcgateway", "registrar"]
            [sip]
            listen = ["127.0.0.1"]
            udp_port = {SipPort}
            tcp_port = {SipPort}
            tls_port = -1
            [web]
            listen = "127.0.0.1:{WebPort}"
            [webrtc]
            listen = ["{options.MediaAddress}"]
            port = 18190
            [rtp]
            port_range = [20000, 25999]
            encryption = "none"
            timeout = 0
            """);
        File.WriteAllText(Path.Combine(directory, "registrar.toml"), """
            digest_algorithms = ["md5"]
            [[domain]]
            name = "load.test"
            [[account]]
            uri = "caller@load.test"
            password = "demo"
            [[account]]
            uri = "callee@load.test"
            password = "demo"
            """);
        return (["dotnet", Path.Combine(options.ServerDirectory, "Sylk.Server.dll"), "--config-dir", directory], new(IPAddress.Loopback, WebPort));
    }
}
