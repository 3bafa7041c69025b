namespace Sylk.LoadClient.Signalling;

/// <summary>What both gateways can do for a call: one WebSocket for each user, as with browsers.</summary>
internal interface IGatewayUser : IAsyncDisposable
{
    /// <summary>Connects and becomes able to call.</summary>
    Task ConnectAsync();

    /// <summary>Calls with an offer and returns the answer.</summary>
    Task<string> CallAsync(string target, string offer);

    Task HangUpAsync();
}
