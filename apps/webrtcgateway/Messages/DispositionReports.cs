using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Takes note of what became of messages, and tells all devices of their senders. Called in the sender's mailbox.</summary>
internal sealed class DispositionReports(IStore store, MessageJournal journal, AccountDevices devices, ControlEntries entries, ILogger logger)
{
    /// <summary>The response to a message that was sent. The devices are told in any case: they wait for it.</summary>
    /// <param name="account">Who sent it.</param>
    /// <param name="contact">To whom.</param>
    /// <param name="report">What came of it.</param>
    /// <returns>Whether the message is still there: it may have been removed while it was on its way.</returns>
    public async Task<bool> AnsweredAsync(AccountAddress account, AccountAddress contact, DispositionEvent report)
    {
        var isThere = true;
        try
        {
            isThere = await ReportAsync(account, contact, report) || await journal.FindSentAsync(account, contact, report.MessageId) is not null;
        }
        catch (StoreException exception)
        {
            // It stays pending and is sent again; who has it already can tell.
            logger.LogNotReported(report.MessageId, account, exception.Message);
        }

        devices.Fork(account, report);
        return isThere;
    }

    /// <summary>A notification of the receiver. Whoever else sends one changes nothing, nor does one that is no news.</summary>
    public async Task NotifiedAsync(AccountAddress account, AccountAddress contact, DispositionEvent report)
    {
        if (await ReportAsync(account, contact, report))
        {
            devices.Fork(account, report);
        }
    }

    private async Task<bool> ReportAsync(AccountAddress account, AccountAddress contact, DispositionEvent report) =>
        await journal.FindSentAsync(account, contact, report.MessageId) is not null
        && await store.Journals.ReportAsync(account, report.MessageId, report.State, entries.Disposition(account, contact, report));
}
