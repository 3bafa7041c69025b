using Microsoft.Playwright;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>The conversations of a phone page.</summary>
public sealed class PhonePageChat(PhonePage phone)
{
    private const string Messages = "#conversation-messages .message";

    /// <summary>Begins a conversation, or opens it, by writing its address.</summary>
    public async Task OpenAsync(string contact)
    {
        await phone.Page.FillAsync("#dial-address", contact);
        await phone.ClickAsync("#dial-message");
        await phone.WaitForAsync($"#conversation-status:text-is('{contact}')");
    }

    /// <summary>Opens a conversation of the list.</summary>
    public Task OpenListedAsync(string contact) => phone.ClickAsync(Row(contact));

    public Task CloseAsync() => phone.ClickAsync("#conversation-close");

    /// <summary>Writes without sending.</summary>
    public Task TypeAsync(string text) => phone.Page.FillAsync("#composer-text", text);

    public async Task SendAsync(string text)
    {
        await TypeAsync(text);
        await phone.Page.PressAsync("#composer-text", "Enter");
    }

    /// <summary>Sends a file as the file button does.</summary>
    public Task SendFileAsync(string name, string type, byte[] content) =>
        phone.Page.SetInputFilesAsync("#composer-file", new FilePayload { Name = name, MimeType = type, Buffer = content });

    /// <summary>Waits until a message with this text is shown.</summary>
    public Task WaitForMessageAsync(string text) => Message(text).WaitAsync(phone);

    /// <summary>Waits until a message that was sent has this state.</summary>
    public Task WaitForStateAsync(string text, string state) =>
        phone.Page.Locator($"{Messages}[data-state={state}]", new() { HasText = text }).WaitAsync(phone);

    /// <summary>Waits until no message has this text.</summary>
    public Task WaitForRemovalAsync(string text) => Message(text).WaitAsync(phone, WaitForSelectorState.Detached);

    /// <summary>The texts of the open conversation, oldest first.</summary>
    public async Task<string[]> TextsAsync() => [.. await phone.Page.Locator($"{Messages} .message-text").AllTextContentsAsync()];

    /// <summary>Waits until a conversation of the list has so many new messages.</summary>
    public Task WaitForUnreadAsync(string contact, int count) => count == 0
        ? phone.WaitForAsync($"{Row(contact)}:not(:has(.badge))")
        : phone.WaitForAsync($"{Row(contact)} .badge:text-is('{count}')");

    /// <summary>Waits until the list tells this as the last of a conversation.</summary>
    public Task WaitForLastAsync(string contact, string text) => phone.WaitForAsync($"{Row(contact)} .chat-last:text-is('{text}')");

    public Task WaitForTypingAsync() => phone.WaitForAsync("#conversation-typing");

    public Task WaitForNoTypingAsync() => phone.WaitForAsync("#conversation-typing", WaitForSelectorState.Hidden);

    /// <summary>Removes a message and answers the question whether it is meant.</summary>
    public async Task RemoveAsync(string text)
    {
        var message = Message(text);
        await message.HoverAsync();
        await message.Locator(".message-remove").ClickAsync();
        await phone.ClickAsync("#question-yes");
    }

    /// <summary>Removes the open conversation.</summary>
    public async Task RemoveAllAsync()
    {
        await phone.ClickAsync("#conversation-remove");
        await phone.ClickAsync("#question-yes");
    }

    private static string Row(string contact) => $"#chats-list [data-contact='{contact}']";

    private ILocator Message(string text) => phone.Page.Locator(Messages, new() { HasText = text });
}

internal static class LocatorWaits
{
    /// <summary>Waits for an element; in vain it tells what the page showed instead.</summary>
    public static Task WaitAsync(this ILocator locator, PhonePage phone, WaitForSelectorState state = WaitForSelectorState.Visible) =>
        phone.ExplainAsync(() => locator.WaitForAsync(new() { State = state, Timeout = PhonePage.Limit }));
}
