using System.Net;
using System.Net.Sockets;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transports;

/// <summary>All listeners and connections of a stack.</summary>
internal sealed class TransportLayer : ITransportLayer, IAsyncDisposable
{
    private readonly TransportContext _context;
    private readonly List<UdpTransport> _udp = [];

    /// <exception cref="IOException">An address cannot be bound; the message names it.</exception>
    public TransportLayer(SipStackOptions options, TransportContext context)
    {
        _context = context;
        foreach (var address in options.Listen)
        {
            if (options.UdpPort is { } port)
            {
                _udp.Add(Bind(UdpTransport.Name, new IPEndPoint(address, port), e => new UdpTransport(e, (byte)_udp.Count, context)));
            }
        }

        Local = new LocalFlow(ConcreteAddress(), context.Limits, context.Diagnostics, context.Receiver);
    }

    public Flow Local { get; }

    public IReadOnlyList<SipListener> Listeners => [.. _udp.Select(u => new SipListener(UdpTransport.Name, u.BoundTo))];

    public void Start() => _udp.ForEach(u => u.Start());

    public Flow? Find(SipFlow flow)
    {
        if (flow == Local.Id)
        {
            return Local;
        }

        return _context.Tokens.TryReadUdp(flow, out var listener, out var remote) && listener < _udp.Count ? _udp[listener].FlowTo(remote!) : null;
    }

    public ValueTask<Flow> OpenAsync(SipTarget target)
    {
        var listener = _udp.Find(u => u.BoundTo.AddressFamily == target.EndPoint.AddressFamily);
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
        foreach (var udp in _udp)
        {
            await udp.DisposeAsync();
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
