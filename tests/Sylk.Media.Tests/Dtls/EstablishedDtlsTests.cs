using Sylk.Media.Dtls;
using Sylk.Media.Plane;

namespace Sylk.Media.Tests.Dtls;

/// <summary>What goes on after the handshake, against the record layer of OpenSSL.</summary>
public sealed class EstablishedDtlsTests : IDtlsOutput, IDisposable
{
    private readonly DtlsContext _context = new(DtlsCertificate.Create(TimeProvider.System));
    private readonly Queue<byte[]> _sent = new();
    private OpenSslPeer? _peer;
    private DtlsConnection? _connection;

    public static TheoryData<bool, string> SuitesInBothRoles
    {
        get
        {
            var data = new TheoryData<bool, string>();
            foreach (var suite in new[] { "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305" })
            {
                data.Add(true, suite);
                data.Add(false, suite);
            }

            return data;
        }
    }

    void IDtlsOutput.SendDtls(ReadOnlySpan<byte> datagram) => _sent.Enqueue(datagram.ToArray());

    public void Dispose()
    {
        _connection?.Dispose();
        _peer?.Dispose();
        _context.Dispose();
    }

    [Theory]
    [MemberData(nameof(SuitesInBothRoles))]
    public void The_peer_understands_our_goodbye(bool isClient, string suite)
    {
        var (connection, peer) = Connect(isClient, suite);
        connection.Close();
        peer.Receive(_sent.Dequeue());
        Assert.True(peer.IsClosed);
    }

    [Theory]
    [MemberData(nameof(SuitesInBothRoles))]
    public void We_understand_the_goodbye_of_the_peer(bool isClient, string suite)
    {
        var (connection, peer) = Connect(isClient, suite);
        peer.Close();
        connection.Receive(peer.Sent.Dequeue());
        Assert.Equal(DtlsState.Closed, connection.State);
    }

    [Fact]
    public void A_peer_that_has_not_heard_our_last_flight_hears_it_again()
    {
        var (connection, peer, flight) = LoseLastFlight();
        Array.ForEach(flight, d => connection.Receive(d));
        Carry(connection, peer);
        Assert.Equal((true, DtlsState.Connected), (peer.IsConnected, connection.State));
    }

    [Fact]
    public void Repeated_flights_are_not_answered_for_ever()
    {
        var (connection, _, flight) = LoseLastFlight();
        for (var i = 0; i < 100; i++)
        {
            Array.ForEach(flight, d => connection.Receive(d));
        }

        Assert.InRange(_sent.Count, 1, 20);
    }

    [Fact]
    public void Forged_and_damaged_alerts_change_nothing()
    {
        var (connection, peer) = Connect(isClient: false, "ECDHE-ECDSA-AES128-GCM-SHA256");
        peer.Close();
        var alert = peer.Sent.Dequeue();
        for (var i = 0; i < alert.Length; i++)
        {
            var damaged = alert.ToArray();
            damaged[i] ^= 0x01;
            connection.Receive(damaged);
            connection.Receive(alert.AsSpan(0, i));
        }

        // Fatal, in the clear.
        connection.Receive([21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40]);
        Assert.Equal(DtlsState.Connected, connection.State);
        connection.Receive(alert);
        Assert.Equal(DtlsState.Closed, connection.State);
    }

    [Fact]
    public void Random_datagrams_change_nothing()
    {
        var (connection, _) = Connect(isClient: true, "ECDHE-ECDSA-AES128-GCM-SHA256");
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var datagram = new byte[random.Next(80)];
            random.NextBytes(datagram);
            if (datagram.Length > 5)
            {
                datagram[0] = (byte)random.Next(20, 24);
                (datagram[3], datagram[4]) = (0, 1);
            }

            connection.Receive(datagram);
        }

        Assert.Equal(DtlsState.Connected, connection.State);
    }

    private (DtlsConnection Connection, OpenSslPeer Peer) Connect(bool isClient, string suite)
    {
        var (connection, peer) = Make(isClient, suite);
        for (var i = 0; i < 10 && !(peer.IsConnected && connection.State == DtlsState.Connected); i++)
        {
            Carry(connection, peer);
        }

        Assert.Equal((true, DtlsState.Connected), (peer.IsConnected, connection.State));
        return (connection, peer);
    }

    private (DtlsConnection Connection, OpenSslPeer Peer) Make(bool isClient, string suite)
    {
        _peer = new(!isClient, suite);
        _connection = new(_context, new DtlsPlan(isClient, [_peer.Fingerprint]), this);
        _peer.Start();
        _connection.Start();
        return (_connection, _peer);
    }

    /// <summary>We are connected, and the peer has not heard of it: it would send its last flight again.</summary>
    private (DtlsConnection Connection, OpenSslPeer Peer, byte[][] LastFlight) LoseLastFlight()
    {
        var (connection, peer) = Make(isClient: false, "ECDHE-ECDSA-AES128-GCM-SHA256");
        connection.Receive(peer.Sent.Dequeue());
        while (_sent.TryDequeue(out var datagram))
        {
            peer.Receive(datagram);
        }

        byte[][] flight = [.. peer.Sent];
        while (peer.Sent.TryDequeue(out var datagram))
        {
            connection.Receive(datagram);
        }

        Assert.Equal((DtlsState.Connected, false), (connection.State, peer.IsConnected));
        _sent.Clear();
        return (connection, peer, flight);
    }

    private void Carry(DtlsConnection connection, OpenSslPeer peer)
    {
        while (peer.Sent.TryDequeue(out var datagram))
        {
            connection.Receive(datagram);
        }

        while (_sent.TryDequeue(out var datagram))
        {
            peer.Receive(datagram);
        }
    }
}
