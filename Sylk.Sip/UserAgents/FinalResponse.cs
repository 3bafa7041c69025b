using Sylk.Abstractions.Sip;

namespace Sylk.Sip.UserAgents;

internal static class FinalResponse
{
    /// <summary>Completes a task with the final response; 481 and 408 end the call (RFC 3261 section 12.2.1.2).</summary>
    public static Action<SipResponse> SetFinal(this TaskCompletionSource<SipResponse> result, Call call) => response =>
    {
        result.TrySetResult(response);
        if (response.StatusCode is 481 or 408 && call.IsEstablished)
        {
            call.Bye(new(CallEndedBy.Failure, response.StatusCode, response.ReasonPhrase, null, true), null);
        }
    };
}
