using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>A request outside a dialog which the gateway sends.</summary>
internal sealed class FakeOutgoingRequest(OutgoingRequestOptions options)
{
    private static int s_count;

    private readonly TaskCompletionSource<SipResponse> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OutgoingRequestOptions Options => options;

    public Task<SipResponse> Response => _response.Task;

    /// <summary>The body as text.</summary>
    public string Body => System.Text.Encoding.UTF8.GetString(options.Body.Span);

    public void Respond(SipResponse response) => _response.SetResult(response);

    public void Respond(int statusCode) => Respond(new SipResponse(statusCode, SipStatus.ReasonPhrase(statusCode)));

    /// <summary>The request as it arrives where it is sent to.</summary>
    public SipRequest ToRequest()
    {
        var request = new SipRequest(options.Method, options.Target);
        request.Headers["From"] = options.From.WithTag("tag").ToString();
        request.Headers["To"] = $"<{options.Target}>";
        request.Headers["Call-ID"] = $"request-{Interlocked.Increment(ref s_count)}";
        request.Headers["CSeq"] = $"1 {options.Method}";
        foreach (var header in options.Headers)
        {
            request.Headers.Add(header.Name, header.Value);
        }

        request.SetBody(options.ContentType, options.Body);
        return request;
    }
}
