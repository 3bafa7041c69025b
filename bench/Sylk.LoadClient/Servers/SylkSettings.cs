using System.Net;
using Sylk.Storage;

namespace Sylk.LoadClient.Servers;

/// <summary>This server as it is measured: as delivered, but for ports, domains and encryption towards the phones.</summary>
internal static class SylkSettings
{
    public const int SipPort = 15060;
    /// <summary>Accounts <c>user0@load.test</c> and so on, which can register.</summary>
    public const int Users = 40;

    public const string Password = "demo";

    private const int WebPort = 18189;

    /// <summary>Where its store is.</summary>
    /// <param name="directory">Its directory.</param>
    /// <param name="kind">What kind it is.</param>
    /// <param name="postgres">The running PostgreSQL if it is that kind.</param>
    public static StoreOptions Store(string directory, StoreKind kind, PostgresProcess? postgres) => new()
    {
        File = Path.Combine(directory, "data", "sylk.db"),
        Synchronous = kind == StoreKind.SqliteNormal ? SqliteSynchronous.Normal : SqliteSynchronous.Full,
        Postgres = postgres?.ConnectionString("postgres"),
    };

    public static (string[] Command, IPEndPoint Signalling) Write(string directory, Options options, StoreOptions store)
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
            [store]
            {(store.Postgres is null ? $"synchronous = \"{store.Synchronous.ToString().ToLowerInvariant()}\"" : $"postgres = \"{store.Postgres}\"")}
            """);
        File.WriteAllText(Path.Combine(directory, "registrar.toml"), $"""
            digest_algorithms = ["md5"]
            message_application = "webrtcgateway"
            [[domain]]
            name = "load.test"
            [[account]]
            uri = "caller@load.test"
            password = "demo"
            [[account]]
            uri = "callee@load.test"
            password = "demo"
            {string.Join('\n', Enumerable.Range(0, Users).Select(i => $"[[account]]\nuri = \"user{i}@load.test\"\npassword = \"{Password}\""))}
            """);
        return (["dotnet", Path.Combine(options.ServerDirectory, "Sylk.Server.dll"), "--config-dir", directory], new(IPAddress.Loopback, WebPort));
    }
}
