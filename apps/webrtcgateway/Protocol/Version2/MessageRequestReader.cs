using System.Text.Json;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol.Version2;

/// <summary>Reads the requests about messages.</summary>
internal static class MessageRequestReader
{
    /// <summary>Entries of the journal that are wanted when the browser does not say.</summary>
    private const int DefaultLimit = 5000;

    public static Request LookupPublicKey(string transaction, JsonElement element) =>
        new LookupPublicKeyRequest(transaction, new Members(element, nameof(LookupPublicKeyRequest)).Address("uri"));

    public static Request AccountMessage(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(AccountMessageRequest));
        return new AccountMessageRequest(transaction,
            members.Address("account"),
            members.Address("uri"),
            members.Text("message_id"),
            members.Text("content"),
            members.Text("content_type"),
            members.Text("timestamp"),
            members.Has("server_generated") ? members.OptionalFlag("server_generated") : null);
    }

    public static Request Disposition(string transaction, JsonElement element)
    {
        var members = new Members(element, "AccountDispositionNotificationRequest");
        return new AccountDispositionRequest(transaction,
            members.Address("account"),
            members.Address("uri"),
            members.Text("message_id"),
            State(members.Choice("state", "delivered", "displayed", "error", "failed", "forbidden")),
            members.Text("timestamp"));
    }

    public static Request SyncConversations(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(AccountSyncConversationsRequest));
        return new AccountSyncConversationsRequest(transaction,
            members.Address("account"),
            members.OptionalText("message_id"),
            members.OptionalText("since"),
            Limit(members, element));
    }

    public static Request MarkConversationRead(string transaction, JsonElement element)
    {
        var members = new Members(element, nameof(AccountMarkConversationReadRequest));
        return new AccountMarkConversationReadRequest(transaction, members.Address("account"), members.Address("contact"));
    }

    public static Request RemoveMessage(string transaction, JsonElement element)
    {
        var members = new Members(element, "AccountMessageRemoveRequest");
        return new AccountRemoveMessageRequest(transaction, members.Address("account"), members.Text("message_id"), members.Address("contact"));
    }

    public static Request RemoveConversation(string transaction, JsonElement element)
    {
        var members = new Members(element, "AccountConversationRemoveRequest");
        return new AccountRemoveConversationRequest(transaction, members.Address("account"), members.Address("contact"));
    }

    private static MessageState State(string word) => word switch
    {
        "delivered" => MessageState.Delivered,
        "displayed" => MessageState.Displayed,
        "error" => MessageState.Error,
        "failed" => MessageState.Failed,
        _ => MessageState.Forbidden,
    };

    /// <summary>No limit was asked for by saying null; saying nothing is another thing.</summary>
    private static int? Limit(Members members, JsonElement element)
    {
        if (!element.TryGetProperty("limit", out var value))
        {
            return DefaultLimit;
        }

        return members.OptionalInteger("limit") is < 0
            ? throw new RequestException($"Invalid value for 'limit' property: {PythonText.Of(value)}")
            : members.OptionalInteger("limit");
    }
}
