namespace Sylk.WebRtcGateway.Protocol;

/// <summary>A request that cannot be carried out; the message is the text of the <c>error</c>.</summary>
internal sealed class RequestException(string message) : Exception(message);
