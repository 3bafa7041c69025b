using System.Net;
using System.Net.Sockets;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transports;

/// <summary>All listeners and connections of a stack.</summary>
internal sealed class TransportLayer : ITransportLayer, IAsyncDisposable
{
    private const int MaxPortAttempts = 50;

    private readonly List<UdpTransport> _udp = [];
    private readonly List<ConnectionListener> _listeners = [];
    private readonly TransportContext _context;
    private readonly ConnectionTable _connections;

    /// <exception cref="IOException">An address cannot be bound or a certificate cannot be read; the message names it.</exception>
    public TransportLayer(SipStackOptions options, TransportContext context)
    {
        _context = context;
        var tls = new TlsContext(options.Tls, context.Logger);
        if (options.TlsPort is not null && !tls.CanAccept)
        {
            throw new IOException("cannot listen on TLS: there is no certificate");
        }

        _connections = new(context, options.Connections, tls);
        try
        {
            foreach (var address in options.Listen)
            {
                BindAll(address, options);
            }
        }
        catch
        {
            DisposeAsync().AsTask().GetAwaiter().GetResult(); // nothing has started, so nothing waits
            throw;
        }

        Listeners = [.. _udp.Select(u => new SipListener(UdpTransport.Name, u.BoundTo)), .. _listeners.Select(l => new SipListener(l.Transport, l.BoundTo))];
        Local = new LocalFlow(ConcreteAddress(), context.Limits, context.Diagnostics, context.Receiver);
    }

    public Flow Local { get; }

    public IReadOnlyList<SipListener> Listeners { get; }

    public void Start()
    {
        _udp.ForEach(u => u.Start());
        _listeners.ForEach(l => l.Start());
    }

    public Flow? Find(SipFlow flow)
    {
        if (flow == Local.Id)
        {
            return Local;
        }

        if (_connections.Find(flow) is { } connection)
        {
            return connection;
        }

        return _context.Tokens.TryReadUdp(flow, out var listener, out var remote) && listener < _udp.Count ? _udp[listener].FlowTo(remote!) : null;
    }

    public ValueTask<Flow> OpenAsync(SipTarget target)
    {
        if (target.Transport is ConnectionListener.Tcp or TlsContext.Name)
        {
            return _connections.OpenAsync(target);
        }

        var listener = target.Transport == UdpTransport.Name ? _udp.Find(u => u.BoundTo.AddressFamily == target.EndPoint.AddressFamily) : null;
        return listener is null
            ? ValueTask.FromException<Flow>(new IOException($"there is no {target.Transport} listener for {target.EndPoint.AddressFamily}"))
            : ValueTask.FromResult<Flow>(listener.FlowTo(target.EndPoint));
    }

    public Flow UdpBeside(Flow flow, IPEndPoint remote) => ((UdpFlow)flow).Listener.FlowTo(remote);

    public (string Host, int Port) ReachableAt(Flow flow) => ReachableAt(flow.Transport, flow.RemoteEndPoint);

    public (string Host, int Port) ReachableAt(SipTarget target) => ReachableAt(target.Transport, target.EndPoint);

    public bool IsOwnAddress(SipUri uri)
    {
        if (!uri.IsSip || !IPAddress.TryParse(uri.Host, out var address))
        {
            return false;
        }

        var port = uri.Port ?? (uri.IsSecure || uri.Transport == "tls" ? 5061 : 5060);
        return Listeners.Any(l => l.EndPoint.Port == port && _context.Addresses.Covers(l.EndPoint.Address, address));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
        {
            await listener.DisposeAsync();
        }

        await _connections.DisposeAsync();
        foreach (var udp in _udp)
        {
            await udp.DisposeAsync();
        }
    }

    private void BindAll(IPAddress address, SipStackOptions options)
    {
        var tcpPort = options.TcpPort;
        if (options is { UdpPort: 0, TcpPort: 0 })
        {
            BindSamePort(address);
            tcpPort = null;
        }
        else if (options.UdpPort is { } port)
        {
            _udp.Add(Bind(UdpTransport.Name, new(address, port), BindUdp));
        }

        if (tcpPort is { } tcp)
        {
            _listeners.Add(Bind(ConnectionListener.Tcp, new(address, tcp), e => new ConnectionListener(ConnectionListener.Tcp, e, _connections)));
        }

        if (options.TlsPort is { } tls)
        {
            _listeners.Add(Bind(TlsContext.Name, new(address, tls), e => new ConnectionListener(TlsContext.Name, e, _connections)));
        }
    }

    private UdpTransport BindUdp(IPEndPoint address) => new(address, (byte)_udp.Count, _context);

    /// <summary>Binds UDP and TCP to one port that is free for both.</summary>
    private void BindSamePort(IPAddress address)
    {
        for (var attempt = 1; ; attempt++)
        {
            var udp = Bind(UdpTransport.Name, new(address, 0), BindUdp);
            try
            {
                _listeners.Add(new(ConnectionListener.Tcp, udp.BoundTo, _connections));
                _udp.Add(udp);
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < MaxPortAttempts)
            {
                udp.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
    }

    private (string Host, int Port) ReachableAt(string transport, IPEndPoint remote)
    {
        var listener = Listeners.FirstOrDefault(l => l.Transport == transport && l.EndPoint.AddressFamily == remote.AddressFamily)?.EndPoint
            ?? Local.LocalEndPoint;
        return (LocalAddresses.ToHost(_context.Addresses.ReachableFrom(listener.Address, remote.Address)), listener.Port);
    }

    private IPEndPoint ConcreteAddress()
    {
        var bound = Listeners.Count > 0 ? Listeners[0].EndPoint : new IPEndPoint(IPAddress.Loopback, 0);
        var probe = bound.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        return new(_context.Addresses.Towards(bound.Address, probe), bound.Port);
    }

    private static T Bind<T>(string transport, IPEndPoint address, Func<IPEndPoint, T> bind)
    {
        try
        {
            return bind(address);
        }
        catch (SocketException e)
        {
            var why = e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "it is in use",
                SocketError.AddressNotAvailable => "this machine does not have the address",
                SocketError.AccessDenied => "it needs a privilege",
                _ => e.Message,
            };
            throw new IOException($"cannot listen on {transport} {address}: {why}", e);
        }
    }
}
