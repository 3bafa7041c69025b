using System.Text;
using System.Text.Json.Nodes;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Protocol.Version1;
using Sylk.WebRtcGateway.Protocol.Version2;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Protocol;

public sealed class RequestExampleTests
{
    private static readonly HashSet<string> Available =
    [
        "ping", "account-add", "account-remove", "account-register", "account-unregister", "account-devicetoken",
        "account-fetch-addressbook", "account-update-addressbook", "session-create",
        "session-answer", "session-trickle", "session-terminate", "session-update", "session-message", "session-dtmf-info",
        "lookup-public-key", "account-message", "account-disposition-notification", "account-sync-conversations",
        "account-mark-conversation-read", "account-remove-message", "account-remove-conversation",
        "add_account", "remove_account", "register", "unregister", "call", "answer", "trickle", "terminate",
    ];

    /// <summary>Invalid by the schema, and taken all the same or refused later.</summary>
    private static readonly HashSet<string> Tolerated =
    [
        "silent is mandatory", // O-12
        "delete by id only is refused by the reference server", // O-33
        "not a time", "content type without subtype", "empty content type", // O-63
    ];

    [Fact]
    public void Requests_of_version_2_are_taken_or_refused_as_they_say() => Judge(new SylkRtc2(), "v2-requests");

    [Fact]
    public void Requests_of_version_1_are_taken_or_refused_as_they_say() => Judge(new SylkRtc1(OriginatorForm.Object), "v1-requests");

    private static void Judge(ProtocolVersion protocol, string examples) => Assert.All(Example.Load(examples), example =>
    {
        var request = protocol.Read(Encoding.UTF8.GetBytes(example.Message?.ToJsonString() ?? "null"), out var error);
        var isTaken = (example.IsValid || Tolerated.Contains(example.Note)) && Available.Contains(TextOf(example, "sylkrtc") ?? "");
        var isAnswerable = TextOf(example, "transaction") is not null;
        Assert.True((isTaken, !isTaken && isAnswerable) == (request is not null, error is not null), $"{example}\n{error?.Text}");
    });

    private static string? TextOf(Example example, string name) =>
        example.Message is JsonObject o && o[name] is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;
}
