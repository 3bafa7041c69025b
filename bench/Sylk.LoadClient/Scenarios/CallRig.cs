using System.Net;
using System.Net.WebSockets;
using Sylk.LoadClient.Endpoints;
using Sylk.LoadClient.Servers;
using Sylk.LoadClient.Signalling;
using Sylk.Media.Dtls;

namespace Sylk.LoadClient.Scenarios;

/// <summary>Makes calls from browsers' ends through the gateway to the SIP echo.</summary>
internal sealed class CallRig : IAsyncDisposable
{
    private static readonly TimeSpan _answerLimit = TimeSpan.FromSeconds(20);

    private readonly RunningServer _server;
    private readonly IPAddress _mediaAddress;
    private readonly DtlsContext _context = new(DtlsCertificate.Create(TimeProvider.System));
    private readonly List<Call> _calls = [];
    private SipEchoServer _echo = null!;
    private int _users;

    private CallRig(RunningServer server, Options options)
    {
        _server = server;
        _mediaAddress = IPAddress.Parse(options.MediaAddress);
    }

    public Engine Engine { get; } = new();

    /// <summary>Times under way from browsers to the phone.</summary>
    public Latencies Up { get; } = new();

    /// <summary>Times under way from the phone to browsers.</summary>
    public Latencies Down { get; } = new();

    /// <summary>The calls that are up.</summary>
    public IReadOnlyList<Call> Calls => _calls;

    public static async Task<CallRig> StartAsync(RunningServer server, Options options)
    {
        var rig = new CallRig(server, options);
        rig._echo = await rig.Engine.InvokeAsync(() => new SipEchoServer(rig.Engine, rig.Up));
        return rig;
    }

    public Task<IGatewayUser> ConnectUserAsync() => _server.ConnectUserAsync($"load{Interlocked.Increment(ref _users)}");

    /// <summary>Calls; returns when the first packet has come back.</summary>
    public async Task<Call> CallAsync(IGatewayUser user)
    {
        var peer = await Engine.InvokeAsync(() => new WebRtcPeer(Engine, _context, _mediaAddress, Down));
        var start = Engine.Now;
        var answer = await user.CallAsync($"echo@127.0.0.1:{_echo.Port}", peer.Offer);
        await Engine.InvokeAsync(() =>
        {
            peer.IsSending = true;
            peer.Accept(answer);
        });
        var first = await peer.FirstPacket.Task.WaitAsync(_answerLimit);
        var call = new Call(user, peer, first - start);
        lock (_calls)
        {
            _calls.Add(call);
        }

        return call;
    }

    public async Task HangUpAsync(Call call)
    {
        lock (_calls)
        {
            _calls.Remove(call);
        }

        await call.User.HangUpAsync();
        await Engine.InvokeAsync(call.Peer.Dispose);
    }

    /// <summary>Makes and ends calls, ten at a time, so that everything in the server has been touched and compiled. What fails
    /// does not matter here: Janus loses calls when many begin at once.</summary>
    public async Task WarmUpAsync(int users, int callsEach)
    {
        using var places = new SemaphoreSlim(10);
        await Task.WhenAll(Enumerable.Range(0, users).Select(async _ =>
        {
            await places.WaitAsync();
            try
            {
                await using var user = await ConnectUserAsync();
                for (var i = 0; i < callsEach; i++)
                {
                    await HangUpAsync(await CallAsync(user));
                }
            }
            catch (Exception e) when (e is InvalidOperationException or TimeoutException or WebSocketException)
            {
            }
            finally
            {
                places.Release();
            }
        }));
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
