using System.Threading.Channels;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Tests.Fakes;

/// <summary>A request that came in; the test plays the caller.</summary>
internal sealed class FakeServerTransaction(SipRequest request, SipPeer peer) : ISipServerTransaction, IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();
    private readonly Channel<SipResponse> _responses = Channel.CreateUnbounded<SipResponse>();

    public SipRequest Request => request;

    public SipPeer Peer => peer;

    public CancellationToken Cancelled => _cancelled.Token;

    public SipRequest? Cancel { get; private set; }

    /// <summary>Everything sent so far.</summary>
    public List<SipResponse> Sent { get; } = [];

    public SipResponse? Final => Sent.Find(r => !r.IsProvisional);

    /// <summary>The handler's task.</summary>
    public Task Handled { get; set; } = Task.CompletedTask;

    public void Respond(SipResponse response)
    {
        lock (Sent)
        {
            Sent.Add(response);
        }

        _responses.Writer.TryWrite(response);
    }

    /// <summary>The next response.</summary>
    public async Task<SipResponse> NextAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _responses.Reader.ReadAsync(timeout.Token);
    }

    /// <summary>The next final response.</summary>
    public async Task<SipResponse> FinalAsync()
    {
        for (;;)
        {
            if (await NextAsync() is { IsProvisional: false } final)
            {
                return final;
            }
        }
    }

    public void CancelByCaller(string? reason = null)
    {
        var cancel = new SipRequest("CANCEL", request.RequestUri);
        cancel.Headers["Reason"] = reason;
        Cancel = cancel;
        _cancelled.Cancel();
    }

    public void Dispose() => _cancelled.Dispose();
}
