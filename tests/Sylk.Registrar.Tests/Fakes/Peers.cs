using System.Net;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Tests.Fakes;

internal static class Peers
{
    public static SipPeer Udp(string address = "198.51.100.7", int port = 5060) => At("UDP", address, port);

    public static SipPeer Tcp(string address = "198.51.100.7", int port = 40000) => At("TCP", address, port);

    public static SipPeer Tls(string address = "198.51.100.7", int port = 40001) => At("TLS", address, port);

    public static SipPeer Local { get; } = At("LOCAL", "127.0.0.1", 0) with { IsTrusted = true };

    private static SipPeer At(string transport, string address, int port) =>
        new(transport, new(IPAddress.Parse(address), port), new SipFlow($"flow-{transport}-{address}-{port}"), false);
}
