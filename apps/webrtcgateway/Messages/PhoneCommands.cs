using System.Text.Json;
using Sylk.Abstractions;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>What phones ask for by messages of a type of its own. The account is that of the sender, as SIP has proven it. May be
/// used on any thread.</summary>
internal sealed class PhoneCommands(IApplicationContext context, AccountDevices devices, Conversations conversations, MessageTransport transport)
{
    private const string Prefix = "application/sylk-api-";
    private const string Token = "token";

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(31);

    /// <summary>Whether a message is one of these.</summary>
    public static bool Includes(string contentType) => ContentTypes.Essence(contentType).StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Carries a command out.</summary>
    /// <param name="command">The message.</param>
    /// <param name="from">Who asks.</param>
    /// <param name="to">Whom the message is for.</param>
    /// <returns>The status that says what came of it.</returns>
    public Task<int> HandleAsync(ReceivedMessage command, SipUri from, SipUri to) => ContentTypes.Essence(command.Message.ContentType)[Prefix.Length..] switch
    {
        // Only of a phone of the account is it known that the sender is who he says.
        _ when !command.IsSentElsewhere => Task.FromResult(403),
        Token => GiveTokenAsync(command.From, from.Bare(), to.Bare()),
        "pgp-key-lookup" => GiveKeyAsync(command.To, from.Bare(), to.Bare()),
        "message-remove" => RemoveAsync(command),
        "conversation-read" => ContactIn(command) is { } contact ? ReadAsync(command.From, contact) : Task.FromResult(400),
        "conversation-remove" => ContactIn(command) is { } contact ? RemoveConversationAsync(command.From, contact) : Task.FromResult(400),
        _ => Task.FromResult(415),
    };

    private async Task<int> GiveTokenAsync(AccountAddress account, SipUri from, SipUri to)
    {
        var token = await context.Store.ApiTokens.CreateAsync(account, TokenLifetime);
        var url = new Uri(context.Server.PublicUrl, $"{context.Id}/messages/history/{account}").AbsoluteUri;
        _ = transport.TellPhonesAsync(SenderOf(to), from, Prefix + Token, ControlEntries.Json(("token", token), ("url", url)));
        return 200;
    }

    private async Task<int> GiveKeyAsync(AccountAddress owner, SipUri from, SipUri to)
    {
        if (await context.Store.PublicKeys.FindAsync(owner) is { } key)
        {
            _ = transport.TellPhonesAsync(SenderOf(to), from, ContentTypes.PublicKey, key);
        }

        return 200;
    }

    private async Task<int> RemoveAsync(ReceivedMessage command)
    {
        var id = command.Message.Content.Trim();
        if (!MessageCheck.IsId(id))
        {
            return 400;
        }

        var contact = (await context.Store.Journals.FindAsync(command.From, id))?.Contact ?? command.To;
        await conversations.RemoveAsync(command.From, contact, id, requester: null);
        return 200;
    }

    private async Task<int> ReadAsync(AccountAddress account, AccountAddress contact)
    {
        await conversations.MarkReadAsync(account, contact, requester: null);
        return 200;
    }

    private async Task<int> RemoveConversationAsync(AccountAddress account, AccountAddress contact)
    {
        await conversations.RemoveConversationAsync(account, contact, MessageTime.Of(context.Time.GetUtcNow()), requester: null);
        return 200;
    }

    private static AccountAddress? ContactIn(ReceivedMessage command)
    {
        try
        {
            using var document = JsonDocument.Parse(command.Message.Content);
            return AddressText.ToAccount(new Members(document.RootElement, "Command").Address("contact"));
        }
        catch (Exception e) when (e is JsonException or RequestException or InvalidOperationException)
        {
            return null;
        }
    }

    private MessageSender SenderOf(SipUri uri) => MessageSender.Of(AddressText.ToAccount(uri), devices) with { Identity = new(uri) };
}
