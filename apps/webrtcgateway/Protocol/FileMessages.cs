namespace Sylk.WebRtcGateway.Protocol;

/// <summary>Asks for a URL to which a file can be sent. Not in the protocol of the original.</summary>
internal sealed record AccountPrepareUploadRequest(string Transaction, string Account, string Uri, string TransferId, string FileName)
    : AccountRequest(Transaction, Account);

/// <summary>A file can be sent. Not in the protocol of the original.</summary>
internal sealed record UploadReadyEvent(string Account, string TransferId, string Url, DateTimeOffset Expires) : AccountEvent(Account);
