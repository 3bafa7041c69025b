namespace Sylk.WebRtcGateway.Protocol;

/// <summary>A message to a browser as the application means it. Every version of the protocol has its own way to write it.</summary>
internal abstract record ServerMessage;

/// <summary>The first message of a connection.</summary>
internal sealed record ReadyEvent : ServerMessage;

/// <summary>A request was carried out, or accepted to be.</summary>
internal sealed record AckResponse(string Transaction) : ServerMessage;

/// <summary>A request was not carried out.</summary>
internal sealed record ErrorResponse(string Transaction, string Text) : ServerMessage;
