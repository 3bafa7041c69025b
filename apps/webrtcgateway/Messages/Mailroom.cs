using Sylk.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Files;
using Sylk.WebRtcGateway.Push;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>The messages of all accounts: what takes them in and sends them out. One for the application.</summary>
internal sealed class Mailroom
{
    private readonly Mailboxes _mailboxes = new();

    public Mailroom(IApplicationContext context, WebRtcGatewaySettings settings, AccountDevices devices, IPush push, KeptFiles files)
    {
        var outbox = new Outbox(context.Logger);
        var entries = new ControlEntries(context.Time);
        var journal = new MessageJournal(context.Store);
        var reports = new DispositionReports(context.Store, journal, devices, entries, context.Logger);
        Delivery = new(context.Store, journal, devices, _mailboxes, reports, push, context.Logger);
        Transport = new(context, settings, Delivery);
        Conversations = new(context.Store, journal, devices, _mailboxes, entries, files);
        Submission = new(context, journal, devices, _mailboxes, outbox, Transport, reports, Conversations);
        Notifications = new(context, journal, _mailboxes, outbox, Transport, entries);
        Incoming = new(context, settings, Delivery, new(context, devices, Conversations, Transport));
    }

    /// <summary>Takes messages for accounts.</summary>
    public Delivery Delivery { get; }

    /// <summary>Takes messages from SIP.</summary>
    public IncomingMessages Incoming { get; }

    /// <summary>Takes messages from browsers.</summary>
    public Submission Submission { get; }

    /// <summary>Takes notifications about messages from browsers.</summary>
    public Notifications Notifications { get; }

    /// <summary>Removes messages and marks them as read.</summary>
    public Conversations Conversations { get; }

    public MessageTransport Transport { get; }

    /// <summary>Does something between two changes of the journal of an account.</summary>
    public Task InOrderAsync(AccountAddress account, Func<Task> step) => _mailboxes.RunAsync(account, step);

    /// <summary>Completes when no journal is being changed any more.</summary>
    public Task IdleAsync() => _mailboxes.IdleAsync();
}
