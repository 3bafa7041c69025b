namespace Sylk.Media.Ice;

/// <summary>Priority of our host candidates (RFC 8445 section 5.1.2.1, RFC 6544 section 4.2).</summary>
internal static class IceCandidatePriority
{
    public const ushort MaxTcpPreference = 8191;
    private const uint UdpHostPreference = 126;
    private const uint TcpHostPreference = 90;
    private const uint PassiveDirection = 4;
    private const uint RtpComponent = 1;

    /// <param name="preference">Larger is better; one value for each local address.</param>
    public static uint Udp(ushort preference) => Compute(UdpHostPreference, preference);

    /// <summary>Passive TCP, below every UDP candidate.</summary>
    /// <param name="preference">At most <see cref="MaxTcpPreference"/>.</param>
    public static uint Tcp(ushort preference) => Compute(TcpHostPreference, (PassiveDirection << 13) | preference);

    private static uint Compute(uint typePreference, uint localPreference) =>
        (typePreference << 24) | (localPreference << 8) | (256 - RtpComponent);
}
