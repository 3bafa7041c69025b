using System.Net;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Diagnostics;
using Sylk.Sip.Parsing;
using Sylk.Sip.Transactions;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Tests.Support;

/// <summary>Transports without sockets: whatever is sent ends in one list, wherever it goes.</summary>
internal sealed class FakeNetwork : ITransportLayer, ITargetResolver, IDisposable
{
    public static readonly IPEndPoint Ours = new(IPAddress.Parse("192.0.2.1"), 5060);
    private readonly SipMetrics _metrics = new();
    private readonly Dictionary<SipFlow, Flow> _flows = [];

    public FakeNetwork() => Local = new FakeFlow(this, new("LOCAL", Ours, new("local"), true));

    public Flow Local { get; }

    /// <summary>What was sent and not yet looked at, with the flow it was sent on.</summary>
    public Queue<(SipMessage Message, Flow Flow)> Sent { get; } = new();

    /// <summary>Ways that take nothing.</summary>
    public HashSet<IPEndPoint> Broken { get; } = [];

    /// <summary>Targets that have been asked for.</summary>
    public List<SipTarget> Opened { get; } = [];

    public Flow FlowTo(string transport, IPEndPoint remote, bool isTrusted = true)
    {
        var id = new SipFlow($"{transport} {remote}");
        return _flows.TryGetValue(id, out var flow) ? flow : _flows[id] = new FakeFlow(this, new(transport, remote, id, isTrusted));
    }

    public static void Close(Flow flow) => ((FakeFlow)flow).IsOpen = false;

    public Flow? Find(SipFlow flow) => _flows.TryGetValue(flow, out var found) && found.IsAlive ? found : null;

    public ValueTask<Flow> OpenAsync(SipTarget target)
    {
        Opened.Add(target);
        return Broken.Contains(target.EndPoint)
            ? ValueTask.FromException<Flow>(new IOException("refused"))
            : ValueTask.FromResult(FlowTo(target.Transport, target.EndPoint));
    }

    public Flow UdpBeside(Flow flow, IPEndPoint remote) => FlowTo("UDP", remote);

    public (string Host, int Port) ReachableAt(Flow flow) => (Ours.Address.ToString(), Ours.Port);

    public (string Host, int Port) ReachableAt(SipTarget target) => (Ours.Address.ToString(), Ours.Port);

    public bool IsOwnAddress(SipUri uri) => uri.Host == Ours.Address.ToString() && (uri.Port ?? 5060) == Ours.Port;

    /// <summary>An address is where it says; a name leads nowhere.</summary>
    public ValueTask<IReadOnlyList<SipTarget>> ResolveAsync(SipUri uri, bool secure) => IPAddress.TryParse(uri.Host, out var address)
        ? ValueTask.FromResult<IReadOnlyList<SipTarget>>([new(uri.Transport?.ToUpperInvariant() ?? "UDP", new(address, uri.Port ?? 5060), uri.Host)])
        : ValueTask.FromException<IReadOnlyList<SipTarget>>(new IOException($"{uri.Host} is unknown"));

    public void Dispose() => _metrics.Dispose();

    private sealed class FakeFlow(FakeNetwork network, SipPeer peer) : Flow(peer, new TransportDiagnostics(network._metrics))
    {
        public bool IsOpen { get; set; } = true;

        public override IPEndPoint LocalEndPoint => Ours;

        public override bool IsReliable => Transport != "UDP";

        public override bool IsAlive => IsOpen;

        protected override bool TrySendCore(ReadOnlyMemory<byte> message)
        {
            if (!IsOpen || network.Broken.Contains(RemoteEndPoint))
            {
                return false;
            }

            Assert.True(SipMessageParser.TryParse(message.Span, SipLimits.Default, out var parsed, out var error), error?.Reason);
            network.Sent.Enqueue((parsed, this));
            return true;
        }
    }
}
