using System.Text.Json.Nodes;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Protocol.Version1;
using Sylk.WebRtcGateway.Protocol.Version2;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Protocol;

/// <summary>Each example of a message we send is what we write when we mean the same.</summary>
public sealed class EventExampleTests
{
    private static readonly string[] OtherWork = ["videoroom", "extension", "deviation", "account/sync-conversations", "account/conference", "account_event/conference"];

    [Fact]
    public void Messages_of_version_2_are_written_as_the_examples() => Check("v2-events", _ => new SylkRtc2(), e => e, e => e);

    [Fact]
    public void Messages_of_version_1_are_written_as_the_examples() => Check(
        "v1-events",
        e => new SylkRtc1(e["data"]?["originator"] is JsonValue ? OriginatorForm.String : OriginatorForm.Object),
        e => (JsonObject?)e["data"] ?? e,
        e => new(e.Where(m => m.Key != "data").Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))));

    private static void Check(string examples, Func<JsonObject, ProtocolVersion> version, Func<JsonObject, JsonObject> body, Func<JsonObject, JsonObject> head)
    {
        var ours = Example.Load(examples).Where(e => e.IsValid && !OtherWork.Any(o => e.Definition.StartsWith(o, StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(ours);
        Assert.All(ours, example =>
        {
            var whole = example.Message!.AsObject();
            var protocol = version(whole);
            if (example.Definition.EndsWith("incoming_call", StringComparison.Ordinal))
            {
                protocol.Read("""{"sylkrtc":"register","transaction":"t","account":"a@b"}"""u8.ToArray(), out _);
            }

            var message = Meaning(example.Definition.Replace('_', '-'), head(whole), body(whole));
            var written = JsonNode.Parse(protocol.Write(message)!.Value.Span);
            Assert.True(JsonNode.DeepEquals(whole, written), $"{example}\n{written!.ToJsonString()}");
        });
    }

    private static ServerMessage Meaning(string definition, JsonObject head, JsonObject body) => definition switch
    {
        "ack" => new AckResponse(Text(head, "transaction")),
        "error" => new ErrorResponse(Text(head, "transaction"), Text(head, "error")),
        "ready-event" or "event/ready" => new ReadyEvent(),
        "lookup-public-key-event" => new PublicKeyEvent(Text(body, "uri"), (string?)body["public_key"]),
        _ when head["account"] is not null => AccountMeaning(Text(head, "account"), Text(head, "event").Replace('_', '-'), head, body),
        _ => Text(head, "event") switch
        {
            "state" => StateMeaning(Text(head, "session"), body),
            "update" when Text(body, "state") == "received" => new SessionUpdateReceived(Text(head, "session"), Text(body, "sdp")),
            "update" when Text(body, "state") == "accepted" => new SessionUpdateAccepted(Text(head, "session"), Text(body, "sdp")),
            "update" => new SessionUpdateFailed(Text(head, "session"), Text(body, "reason")),
            "message" => new SessionMessageReceived(Text(head, "session"), MessageOf(body)),
            _ => new SessionDisposition(
                Text(head, "session"), Text(body, "message_id"), Text(body, "message_timestamp"), Text(body, "state"), (int)body["code"]!, Text(body, "reason")),
        },
    };

    private static AccountEvent AccountMeaning(string account, string name, JsonObject head, JsonObject body) => name switch
    {
        "registration-state" => new RegistrationStateEvent(account, Text(body, "state"), (string?)body["reason"]),
        "addressbook-fetched" => new AddressbookFetchedEvent(account, [.. Items(body["addressbook"]!, "contacts"), .. Items(body["addressbook"]!, "groups")]),
        "addressbook-updated" => new AddressbookUpdatedEvent(account, ActionOf(body), ItemOf(body[Text(body, "type")]!, Text(body, "type"))),
        "addressbook-update-failed" => new AddressbookUpdateFailedEvent(account, ActionOf(body), KindOf(Text(body, "type")), Text(body, "id"), Text(body, "error")),
        "missed-session" => new MissedSessionEvent(account, IdentityOf(body["originator"]!)),
        "message" => new MessageReceivedEvent(account, MessageOf(body)),
        "disposition-notification" => new DispositionEvent(
            account, Text(body, "message_id"), Text(body, "message_timestamp"), StateOf(Text(body, "state")), (int)body["code"]!, Text(body, "reason")),
        "sync" => SyncMeaning(account, $"{body["type"]}/{body["action"]}", body["content"]!.AsObject()),
        _ => new IncomingSessionEvent(
            account, Text(head, "session"), IdentityOf((body["originator"] ?? body["caller"])!), Text(body, "sdp"), (string?)body["call_id"] ?? "", Headers(body)),
    };

    private static AccountEvent SyncMeaning(string account, string what, JsonObject content) => what switch
    {
        "message/add" => new MessageAddedEvent(account, new(
            Text(content, "transaction"),
            Text(content, "account"),
            Text(content, "uri"),
            Text(content, "message_id"),
            Text(content, "content"),
            Text(content, "content_type"),
            Text(content, "timestamp"),
            (bool?)content["server_generated"])),
        "message/remove" => new MessageRemovedEvent(account, Text(content, "contact"), Text(content, "message_id"), MessageDirection.Outgoing),
        "conversation/read" => new ConversationReadEvent(account, Text(content, "contact")),
        _ => new ConversationRemovedEvent(account, Text(content, "contact"), Text(content, "timestamp")),
    };

    private static MessageState StateOf(string word) => Enum.GetValues<MessageState>().Single(s => MessageWords.Of(s) == word);

    private static ChatMessage MessageOf(JsonObject body) => new(
        IdentityOf(body["sender"]!),
        Text(body, "timestamp"),
        Text(body, "message_id"),
        Text(body, "content_type"),
        Text(body, "content"),
        body["disposition_notification"] is JsonArray words ? MessageWords.ParseDispositions(string.Join(',', words.Select(w => (string)w!))) : null);

    private static SessionEvent StateMeaning(string session, JsonObject body) => Text(body, "state") switch
    {
        "progress" => new SessionProgress(session),
        "ringing" => new SessionRinging(session),
        "proceeding" => new SessionProceeding(session, (int)body["code"]!),
        "early-media" => new SessionEarlyMedia(session, Text(body, "sdp"), Text(body, "call_id")),
        "accepted" => new SessionAccepted(session, body["sdp"] is { } sdp ? new((string)sdp!, (string?)body["call_id"] ?? "", Headers(body), IsRepeated: false) : null),
        "established" => new SessionEstablished(session),
        _ => new SessionTerminated(session, Text(body, "reason")),
    };

    private static Identity IdentityOf(JsonNode node) =>
        node is JsonObject o ? new(Text(o, "uri"), (string?)o["display_name"]) : new((string)node!, null);

    private static IEnumerable<AddressBookItem> Items(JsonNode book, string list) => book[list]!.AsArray().Select(i => ItemOf(i!, list.TrimEnd('s')));

    private static AddressBookItem ItemOf(JsonNode item, string kind) => new(KindOf(kind), Text(item.AsObject(), "id"), item.ToJsonString());

    private static AddressBookItemKind KindOf(string kind) => Enum.Parse<AddressBookItemKind>(kind, ignoreCase: true);

    private static AddressBookAction ActionOf(JsonObject body) => Enum.Parse<AddressBookAction>(Text(body, "action"), ignoreCase: true);

    private static Dictionary<string, string> Headers(JsonObject body) =>
        body["headers"] is JsonObject headers ? headers.ToDictionary(h => h.Key, h => (string)h.Value!) : [];

    private static string Text(JsonObject o, string name) => (string)o[name]!;
}
