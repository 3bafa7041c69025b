namespace Sylk.WebRtcGateway.Protocol;

internal sealed record PingRequest(string Transaction) : Request(Transaction);
