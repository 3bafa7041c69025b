namespace Sylk.WebRtcGateway.Protocol;

/// <summary>A request of a browser, valid in form. It is answered by one <c>ack</c> or <c>error</c>.</summary>
internal abstract record Request(string Transaction);
