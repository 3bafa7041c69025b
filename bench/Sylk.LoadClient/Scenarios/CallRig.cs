using System.Net;
using Sylk.LoadClient.Endpoints;
using Sylk.LoadClient.Signalling;
using Sylk.Media.Dtls;

namespace Sylk.LoadClient.Scenarios;

/// <summary>Makes calls from browsers' ends through the gateway to the SIP echo.</summary>
internal sealed class CallRig : IAsyncDisposable
{
    private readonly Options _options;
    private readonly DtlsContext _context = new(DtlsCertificate.Create(TimeProvider.System));
    private readonly List<Call> _calls = [];
    private SipEchoServer _echo = null!;

    private CallRig(Options options)
    {
        _options = options;
        Server = new(options.Number("pid", 0));
    }

    public Engine Engine { get; } = new();

    public ServerProcess Server { get; }

    public IReadOnlyList<Call> Calls => _calls;

    public static async Task<CallRig> StartAsync(Options options)
    {
        var rig = new CallRig(options);
        rig._echo = await rig.Engine.InvokeAsync(() => new SipEchoServer(rig.Engine));
        return rig;
    }

    /// <summary>A connected user, ready to call.</summary>
    public async Task<IGatewayUser> ConnectUserAsync(int number)
    {
        var uri = new Uri(_options["url"]);
        IGatewayUser user = _options.IsJanus ? new JanusUser(uri, $"load{number}@127.0.0.1") : new SylkUser(uri, $"load{number}@load.invalid");
        await user.ConnectAsync();
        return user;
    }

    /// <summary>Calls; returns when the first packet has come back.</summary>
    public async Task<Call> CallAsync(IGatewayUser user)
    {
        var peer = await Engine.InvokeAsync(() => new WebRtcPeer(Engine, _context, IPAddress.Parse(_options["address"])));
        var start = Engine.Now;
        var answer = await user.CallAsync($"echo@127.0.0.1:{_echo.Port}", peer.Offer, peer.Candidate);
        await Engine.InvokeAsync(() =>
        {
            peer.IsSending = true;
            peer.Accept(answer);
        });
        var first = await peer.FirstPacket.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var call = new Call(user, peer, first - start);
        lock (_calls)
        {
            _calls.Add(call);
        }

        return call;
    }

    public async Task HangUpAsync(Call call)
    {
        await call.User.HangUpAsync();
        await Engine.InvokeAsync(call.Peer.Dispose);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var call in _calls)
        {
            await call.User.DisposeAsync();
        }

        Engine.Dispose();
        _context.Dispose();
    }
}

/// <param name="User">Who called.</param>
/// <param name="Peer">The media.</param>
/// <param name="SetupMicroseconds">From the offer to the first packet that came back.</param>
internal sealed record Call(IGatewayUser User, WebRtcPeer Peer, long SetupMicroseconds);
