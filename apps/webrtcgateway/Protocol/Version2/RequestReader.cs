using System.Collections.Frozen;
using System.Text.Json;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol.Version2;

/// <summary>Reads the requests of browsers.</summary>
internal static class RequestReader
{
    private const int DefaultTone = 160;
    private const int MaxTone = 5000;
    private const int MaxDigits = 100;
    private const int MaxToken = 4096;
    private const int MaxWord = 255;

    private static readonly FrozenDictionary<string, Func<string, JsonElement, Request>> Readers =
        new Dictionary<string, Func<string, JsonElement, Request>>
        {
            ["ping"] = (transaction, _) => new PingRequest(transaction),
            ["account-add"] = AccountAdd,
            ["account-remove"] = (transaction, e) => new AccountRemoveRequest(transaction, new Members(e, nameof(AccountRemoveRequest)).Address("account")),
            ["account-register"] = (transaction, e) => new AccountRegisterRequest(transaction, new Members(e, nameof(AccountRegisterRequest)).Address("account")),
            ["account-unregister"] = (transaction, e) => new AccountUnregisterRequest(transaction, new Members(e, nameof(AccountUnregisterRequest)).Address("account")),
            ["account-devicetoken"] = AccountDeviceToken,
            ["account-fetch-addressbook"] = (transaction, e) => new AccountFetchAddressbookRequest(transaction, new Members(e, nameof(AccountFetchAddressbookRequest)).Address("account")),
            ["account-update-addressbook"] = AccountUpdateAddressBook,
            ["account-message"] = MessageRequestReader.AccountMessage,
            ["account-disposition-notification"] = MessageRequestReader.Disposition,
            ["account-sync-conversations"] = MessageRequestReader.SyncConversations,
            ["account-mark-conversation-read"] = MessageRequestReader.MarkConversationRead,
            ["account-remove-message"] = MessageRequestReader.RemoveMessage,
            ["account-remove-conversation"] = MessageRequestReader.RemoveConversation,
            ["lookup-public-key"] = MessageRequestReader.LookupPublicKey,
            ["account-prepare-upload"] = AccountPrepareUpload,
            ["session-create"] = SessionCreate,
            ["session-answer"] = SessionAnswer,
            ["session-trickle"] = SessionTrickle,
            ["session-terminate"] = (transaction, e) => new SessionTerminateRequest(transaction, new Members(e, nameof(SessionTerminateRequest)).Text("session")),
            ["session-update"] = SessionUpdate,
            ["session-message"] = SessionMessage,
            ["session-dtmf-info"] = SessionDtmfInfo,
        }.ToFrozenDictionary();

    /// <summary>Requests of the protocol which this server does not carry out.</summary>
    private static readonly FrozenSet<string> Unavailable = new[]
    {
        "videoroom-join", "videoroom-leave", "videoroom-configure", "videoroom-feed-attach",
        "videoroom-feed-answer", "videoroom-feed-detach", "videoroom-invite", "videoroom-session-trickle",
        "videoroom-session-update", "videoroom-message", "videoroom-composing-indication",
        "videoroom-mute-audio-participants", "videoroom-toggle-hand",
    }.ToFrozenSet();

    /// <summary>Reads a request.</summary>
    /// <exception cref="RequestException">It is none, it is not available, or a member has no usable value.</exception>
    public static Request Read(string name, string transaction, JsonElement members)
    {
        if (Unavailable.Contains(name))
        {
            throw Refused(name);
        }

        return Readers.TryGetValue(name, out var read)
            ? read(transaction, members)
            : throw new RequestException($"unknown WebSocket request: {name}");
    }

    /// <summary>The answer to a request of the protocol which this server does not carry out.</summary>
    public static RequestException Refused(string name) => new($"{name} is not available on this server");

    private static AccountAddRequest AccountAdd(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(AccountAddRequest));
        var account = members.Address("account");
        return new(transaction,
            account,
            account,
            members.Password("password"),
            members.OptionalText("display_name")?.Trim(' ', '"'),
            members.OptionalText("user_agent"),
            members.Texts("incoming_header_prefixes"),
            members.OptionalFlag("receive_composing"));
    }

    private static AccountDeviceTokenRequest AccountDeviceToken(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(AccountDeviceTokenRequest));
        return new(transaction,
            members.Address("account"),
            new(members.Word("token", MaxToken),
                members.Word("platform", MaxWord),
                members.Word("device", MaxWord),
                members.OptionalFlag("silent"),
                members.Word("app", MaxWord)));
    }

    private static AccountPrepareUploadRequest AccountPrepareUpload(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(AccountPrepareUploadRequest));
        return new(transaction, members.Address("account"), members.Address("uri"), members.Text("transfer_id"), members.Text("filename"));
    }

    /// <summary>The object is examined before anything else, as it is there.</summary>
    private static AccountUpdateAddressBookRequest AccountUpdateAddressBook(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(AccountUpdateAddressBookRequest));
        _ = element.TryGetProperty("data", out var data) ? members.Object("data", "data") : throw new RequestException("'data'");
        var kind = (element.TryGetProperty("type", out _) ? members.Text("type") : throw new RequestException("'type'")) switch
        {
            "contact" => AddressBookItemKind.Contact,
            "group" => AddressBookItemKind.Group,
            "policy" => AddressBookItemKind.Policy,
            var other => throw new RequestException($"Unknown type: {other}"),
        };
        var isNameOnly = !data.EnumerateObject().Any(m => m.Name != "id");
        var id = AddressBookJson.ReadId(kind, data);
        var json = isNameOnly && element.TryGetProperty("action", out var action) && action is { ValueKind: JsonValueKind.String } && action.ValueEquals("delete") ? null : AddressBookJson.Read(kind, data).Json;
        var account = members.Address("account");
        return new(transaction, account, members.Choice("action", "add", "delete", "update") switch
        {
            "add" => AddressBookAction.Add,
            "update" => AddressBookAction.Update,
            _ => AddressBookAction.Delete,
        }, kind, id, json);
    }

    private static SessionCreateRequest SessionCreate(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(SessionCreateRequest));
        return new(transaction, members.Text("session"), members.Address("account"), members.Address("uri"), members.Text("sdp"), members.Headers());
    }

    private static SessionAnswerRequest SessionAnswer(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(SessionAnswerRequest));
        return new(transaction, members.Text("session"), members.Text("sdp"), members.Headers());
    }

    private static SessionTrickleRequest SessionTrickle(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(SessionTrickleRequest));
        return new(transaction, members.Text("session"), members.Candidates());
    }

    private static SessionUpdateRequest SessionUpdate(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(SessionUpdateRequest));
        return new(transaction, members.Text("session"), members.Text("sdp"), members.Headers());
    }

    private static SessionMessageRequest SessionMessage(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(SessionMessageRequest));
        return new(transaction,
            members.Text("session"),
            members.Text("message_id"),
            members.Text("content"),
            members.Text("content_type"),
            members.Text("timestamp"));
    }

    private static SessionDtmfInfoRequest SessionDtmfInfo(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(SessionDtmfInfoRequest));
        var session = members.Text("session");
        var digit = members.Text("digit");
        if (digit.Length is 0 or > MaxDigits || digit.Any(c => !"0123456789ABCD*#".Contains(c, StringComparison.Ordinal)))
        {
            throw new RequestException($"Invalid value for 'digit' property: {PythonText.Of(element.GetProperty("digit"))}");
        }

        return new(transaction, session, digit, members.OptionalInteger("duration") is { } d and >= 1 and <= MaxTone ? d : DefaultTone);
    }
}
