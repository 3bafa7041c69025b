using System.Text.Json;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>Makes account events.</summary>
internal static class AccountEvent
{
    public static ReadOnlyMemory<byte> RegistrationState(string account, string state, string? reason = null) => Make(account, "registration-state", json =>
    {
        json.WriteString("state", state);
        json.WriteOptional("reason", reason);
    });

    public static ReadOnlyMemory<byte> IncomingSession(string account, string session, Identity originator, string sdp, string callId, IReadOnlyDictionary<string, string> headers) =>
        Make(account, "incoming-session", json =>
        {
            json.WriteString("session", session);
            json.WriteIdentity("originator", originator);
            json.WriteString("sdp", sdp);
            json.WriteString("call_id", callId);
            json.WriteHeaders(headers);
        });

    public static ReadOnlyMemory<byte> MissedSession(string account, Identity originator) =>
        Make(account, "missed-session", json => json.WriteIdentity("originator", originator));

    private static ReadOnlyMemory<byte> Make(string account, string name, Action<Utf8JsonWriter> write) => ServerMessage.Make("account-event", json =>
    {
        json.WriteString("account", account);
        json.WriteString("event", name);
        write(json);
    });
}
