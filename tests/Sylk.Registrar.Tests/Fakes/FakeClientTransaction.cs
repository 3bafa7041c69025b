using System.Threading.Channels;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Tests.Fakes;

/// <summary>A request that the proxy has sent; the test plays the callee.</summary>
internal sealed class FakeClientTransaction(SipRequest request, SipDestination destination) : ISipClientTransaction
{
    private readonly Channel<SipResponse> _responses = Channel.CreateUnbounded<SipResponse>();
    private readonly TaskCompletionSource<string?> _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SipRequest Request => request;

    public SipDestination Destination => destination;

    public ChannelReader<SipResponse> Responses => _responses.Reader;

    /// <summary>Completes with the Reason when the proxy cancels.</summary>
    public Task<string?> Cancelled => _cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public bool IsCancelled => _cancelled.Task.IsCompleted;

    public void Cancel(string? reason = null) => _cancelled.TrySetResult(reason);

    /// <summary>Answers; a final response ends the transaction unless it is a 2xx to INVITE.</summary>
    public SipResponse Answer(int statusCode, Action<SipResponse>? change = null)
    {
        var response = request.CreateResponse(statusCode);
        response.Headers["To"] = response.To!.WithTag("callee").ToString();
        response.Headers.RemoveFirst("Via");
        foreach (var route in request.Headers.GetAll("Record-Route"))
        {
            response.Headers.Add("Record-Route", route);
        }

        change?.Invoke(response);
        _responses.Writer.TryWrite(response);
        if (statusCode >= 300 || (statusCode >= 200 && request.Method != "INVITE"))
        {
            End();
        }

        return response;
    }

    public void End() => _responses.Writer.TryComplete();
}
