using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.Registrar.Accounts;

namespace Sylk.Registrar.Messages;

/// <summary>The messages that wait for somebody to register. Safe for concurrent use.</summary>
internal sealed class MessageSpool(ISpoolStore store, int maxMessages, ILogger logger)
{
    /// <summary>Accounts for which nothing waits, so that a registration that is refreshed needs no look into the store.</summary>
    private readonly ConcurrentDictionary<Account, bool> _empty = [];

    /// <summary>Keeps a message.</summary>
    /// <returns>Whether it is safe; otherwise its sender has to be told.</returns>
    public async Task<bool> KeepAsync(Account account, SipRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var from = request.From! with { Parameters = SipParameters.Empty };
            var contentType = request.Headers["Content-Type"]!;
            var isKept = await store.AddAsync(new(KeyOf(account), from.ToString(), contentType, request.Body), maxMessages, cancellationToken);
            _empty.TryRemove(account, out _);
            return isKept;
        }
        catch (StoreException exception)
        {
            logger.LogSpoolFailed(account.AddressOfRecord, exception.Message);
            return false;
        }
    }

    /// <summary>The next message for an account, as a request; <c>null</c> if there is none.</summary>
    public async Task<(long Id, SipRequest Request)?> NextAsync(Account account, CancellationToken cancellationToken)
    {
        if (_empty.ContainsKey(account))
        {
            return null;
        }

        // Said before looking, so that a message that is kept meanwhile takes it back.
        _empty[account] = true;
        IReadOnlyList<SpooledMessage> waiting;
        try
        {
            waiting = await store.ReadAsync(KeyOf(account), 1, cancellationToken);
        }
        catch
        {
            // What the store cannot tell is not known to be nothing.
            _empty.TryRemove(account, out _);
            throw;
        }

        if (waiting is not [var message, ..])
        {
            return null;
        }

        _empty.TryRemove(account, out _);
        return (message.Id, ToRequest(message, account));
    }

    /// <summary>Forgets a message that was delivered.</summary>
    public ValueTask RemoveAsync(long id, CancellationToken cancellationToken) => store.RemoveAsync(id, cancellationToken);

    private static AccountAddress KeyOf(Account account) => AccountAddress.Of(account.AddressOfRecord);

    /// <summary>The same message makes the same request, so that who has got it before can tell.</summary>
    private static SipRequest ToRequest(SpooledMessage message, Account account)
    {
        var target = SipUri.Parse("sip:" + Uri.EscapeDataString(account.User) + "@" + account.Domain);
        var request = new SipRequest("MESSAGE", target);
        request.Headers.Add("Max-Forwards", "70");
        request.Headers.Add("From", $"{message.From};tag=kept-{message.Id}");
        request.Headers.Add("To", $"<{target}>");
        request.Headers.Add("Call-ID", $"kept-{message.Id}@{account.Domain}");
        request.Headers.Add("CSeq", "1 MESSAGE");
        request.Headers.Add("Date", message.Received.ToString("r", CultureInfo.InvariantCulture));
        request.SetBody(message.ContentType, message.Body);
        return request;
    }
}
