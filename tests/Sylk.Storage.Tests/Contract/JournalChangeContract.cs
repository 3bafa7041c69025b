using Sylk.Abstractions.Storage;
using Sylk.Storage.Tests.Support;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Contract;

/// <summary>What becomes of messages.</summary>
public abstract class JournalChangeContract(Func<Task<IStorePlace>> place) : StoreContract(place)
{
    [Fact]
    public async Task A_report_counts_if_it_is_news()
    {
        var states = Enum.GetValues<MessageState>();
        foreach (var (current, next) in states.SelectMany(current => states.Select(next => (current, next))))
        {
            var id = $"{current} {next}";
            await Journals.AppendAsync(Alice, Outgoing(id) with { State = current, Dispositions = null });
            var isNews = await Journals.ReportAsync(Alice, id, next, Note($"report {id}"));
            Assert.Equal(MessageStates.CanFollow(current, next), isNews);
            Assert.Equal(isNews ? next : current, (await Journals.FindAsync(Alice, id))!.State);
            Assert.Equal(isNews, await Journals.FindAsync(Alice, $"report {id}") is not null);
        }
    }

    [Fact]
    public async Task Delivered_and_displayed_shorten_what_the_sender_expects()
    {
        await Journals.AppendAsync(Alice, Outgoing("m1"));
        Assert.True(await Journals.ReportAsync(Alice, "m1", MessageState.Accepted, null));
        Assert.Equal(Both, (await Journals.FindAsync(Alice, "m1"))!.Dispositions);
        Assert.True(await Journals.ReportAsync(Alice, "m1", MessageState.Delivered, null));
        Assert.Equal(MessageDispositions.Display, (await Journals.FindAsync(Alice, "m1"))!.Dispositions);
        Assert.True(await Journals.ReportAsync(Alice, "m1", MessageState.Displayed, null));
        Assert.Equal(MessageDispositions.None, (await Journals.FindAsync(Alice, "m1"))!.Dispositions);
        Assert.False(await Journals.ReportAsync(Alice, "m1", MessageState.Delivered, Note("late")));
        Assert.Equal(["m1"], await ReadIdsAsync(Alice));
    }

    [Fact]
    public async Task A_received_message_keeps_its_state_and_only_what_is_expected_is_news()
    {
        await Journals.AppendAsync(Alice, Incoming("m1"));
        Assert.True(await Journals.ReportAsync(Alice, "m1", MessageState.Delivered, null));
        Assert.False(await Journals.ReportAsync(Alice, "m1", MessageState.Delivered, Note("again")));
        Assert.True(await Journals.ReportAsync(Alice, "m1", MessageState.Displayed, Note("shown")));
        Assert.False(await Journals.ReportAsync(Alice, "m1", MessageState.Displayed, Note("again")));
        Assert.False(await Journals.ReportAsync(Alice, "m1", MessageState.Error, Note("again")));
        var entry = await Journals.FindAsync(Alice, "m1");
        Assert.Equal((MessageState.Received, MessageDispositions.None), (entry!.State, entry.Dispositions));
        Assert.Equal(["m1", "shown"], await ReadIdsAsync(Alice));
    }

    [Fact]
    public async Task A_report_about_what_is_not_there_changes_nothing()
    {
        Assert.False(await Journals.ReportAsync(Alice, "m1", MessageState.Displayed, Note("r1")));
        await Journals.AppendAsync(Alice, Outgoing("m1"));
        await Journals.AppendAsync(Alice, Note("n1"));
        await Journals.RemoveAsync(Alice, "m1", _ => null);
        Assert.False(await Journals.ReportAsync(Alice, "m1", MessageState.Displayed, Note("r1")));
        Assert.False(await Journals.ReportAsync(Alice, "n1", MessageState.Displayed, Note("r1")));
        Assert.Equal(["n1"], await ReadIdsAsync(Alice));
    }

    [Fact]
    public async Task A_report_whose_entry_is_there_already_counts_all_the_same()
    {
        await Journals.AppendAsync(Alice, Outgoing("m1"));
        await Journals.AppendAsync(Alice, Note("r1"));
        Assert.True(await Journals.ReportAsync(Alice, "m1", MessageState.Displayed, Note("r1")));
        Assert.Equal(["m1", "r1"], await ReadIdsAsync(Alice));
        Assert.Equal(3, (await Journals.AppendAsync(Alice, Incoming("m2")))!.Sequence);
    }

    [Fact]
    public async Task Reading_a_conversation_ends_what_is_expected_by_messages_of_that_contact_only()
    {
        await Journals.AppendAsync(Alice, Incoming("from-bob"));
        await Journals.AppendAsync(Alice, Outgoing("to-bob"));
        await Journals.AppendAsync(Alice, Incoming("silent") with { Dispositions = null });
        await Journals.AppendAsync(Alice, Incoming("from-carol", Carol));
        Assert.True(await Journals.MarkReadAsync(Alice, Bob, Note("read1")));
        Assert.Equal(
            [("from-bob", MessageDispositions.None), ("to-bob", Both), ("silent", null), ("from-carol", Both), ("read1", (MessageDispositions?)null)],
            (await ReadAsync(Alice)).Select(e => (e.MessageId, e.Dispositions)));
    }

    [Fact]
    public async Task A_mark_is_not_repeated_while_the_conversation_stands_still()
    {
        Assert.True(await Journals.MarkReadAsync(Alice, Bob, Note("read1")));
        Assert.False(await Journals.MarkReadAsync(Alice, Bob, Note("read2")));
        Assert.True(await Journals.MarkReadAsync(Alice, Carol, Note("read3", Carol)));
        Assert.False(await Journals.MarkReadAsync(Alice, Bob, Note("read4")));
        Assert.True(await Journals.MarkReadAsync(Alice, Bob, Note("read5", type: "application/other")));
        await Journals.AppendAsync(Alice, Incoming("m1"));
        Assert.True(await Journals.MarkReadAsync(Alice, Bob, Note("read6")));
        Assert.Equal(["read1", "read3", "read5", "m1", "read6"], await ReadIdsAsync(Alice));
    }

    [Fact]
    public async Task The_newest_entry_of_a_conversation_is_not_one_that_was_removed()
    {
        await Journals.MarkReadAsync(Alice, Bob, Note("read1"));
        await Journals.AppendAsync(Alice, Incoming("m1"));
        await Journals.RemoveAsync(Alice, "m1", _ => null);
        Assert.False(await Journals.MarkReadAsync(Alice, Bob, Note("read2")));
    }

    [Fact]
    public async Task Removing_a_message_takes_its_content_and_its_id_for_ever()
    {
        var added = await Journals.AppendAsync(Alice, Incoming("m1", content: "secret"));
        JournalEntry? told = null;
        var removed = await Journals.RemoveAsync(Alice, "m1", was =>
        {
            told = was;
            return Note("n1") with { Content = was!.Content };
        });
        Assert.Equal(added, removed);
        Assert.Equal(added, told);
        Assert.Null(await Journals.FindAsync(Alice, "m1"));
        Assert.Null(await Journals.AppendAsync(Alice, Incoming("m1")));
        await RestartAsync();
        Assert.Null(await Journals.AppendAsync(Alice, Incoming("m1")));
        var left = Assert.Single(await ReadAsync(Alice));
        Assert.Equal(("n1", 2L, "secret"), (left.MessageId, left.Sequence, left.Content));
    }

    [Fact]
    public async Task Removing_what_is_not_there_may_be_noted_and_makes_no_journal_by_itself()
    {
        Assert.Null(await Journals.RemoveAsync(Alice, "m1", was => was is null ? null : Note("wrong")));
        Assert.Null(await Journals.RemoveAsync(Alice, "m1", was => was is null ? Note("n1") : null));
        await Journals.AppendAsync(Alice, Incoming("m2"));
        await Journals.RemoveAsync(Alice, "m2", _ => null);
        Assert.Null(await Journals.RemoveAsync(Alice, "m2", was => was is null ? Note("n2") : null));
        Assert.Equal(["n1", "n2"], await ReadIdsAsync(Alice));
    }

    [Fact]
    public async Task A_notice_that_throws_undoes_the_removal_and_nothing_else()
    {
        await Journals.AppendAsync(Alice, Incoming("m1"));
        var others = Enumerable.Range(0, 20).Select(i => Journals.AppendAsync(Bob, Incoming($"b{i}", Alice)).AsTask()).ToList();
        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
            await Journals.RemoveAsync(Alice, "m1", _ => throw new InvalidTimeZoneException()));
        await Task.WhenAll(others);
        Assert.NotNull(await Journals.FindAsync(Alice, "m1"));
        Assert.Equal(20, (await ReadAsync(Bob)).Count);
    }

    [Fact]
    public async Task Removing_a_conversation_takes_messages_and_leaves_notes_and_other_conversations()
    {
        await Journals.AppendAsync(Alice, Incoming("m1"));
        await Journals.AppendAsync(Alice, Outgoing("m2"));
        await Journals.AppendAsync(Alice, Note("n1"));
        await Journals.AppendAsync(Alice, Incoming("m3", Carol));
        await Journals.RemoveAsync(Alice, "m2", _ => null);
        await Journals.AppendAsync(Alice, Outgoing("m4"));
        Assert.Equal(2, await Journals.RemoveConversationAsync(Alice, Bob, Note("gone")));
        Assert.Equal(["n1", "m3", "gone"], await ReadIdsAsync(Alice));
        Assert.Equal(["n1", "m3", "gone"], await ReadIdsAsync(Alice, new("m1")));
        Assert.Equal(0, await Journals.RemoveConversationAsync(Alice, Bob, Note("gone again")));
        Assert.Null(await Journals.AppendAsync(Alice, Incoming("m1")));
        Assert.Equal(["n1", "m3", "gone", "gone again"], await ReadIdsAsync(Alice));
    }

    [Fact]
    public async Task Removing_in_one_journal_leaves_the_other_partys()
    {
        await Journals.AppendAsync(Alice, Outgoing("m1"));
        await Journals.AppendAsync(Bob, Incoming("m1", Alice));
        await Journals.RemoveAsync(Alice, "m1", _ => null);
        Assert.NotNull(await Journals.FindAsync(Bob, "m1"));
    }

    [Fact]
    public async Task Pending_are_the_oldest_sent_messages_of_which_nothing_is_known()
    {
        for (var i = 1; i <= 6; i++)
        {
            await Journals.AppendAsync(Alice, Outgoing($"m{i}"));
        }

        await Journals.AppendAsync(Alice, Incoming("in") with { State = MessageState.Pending });
        await Journals.ReportAsync(Alice, "m1", MessageState.Failed, null);
        await Journals.ReportAsync(Alice, "m2", MessageState.Accepted, null);
        await Journals.RemoveAsync(Alice, "m4", _ => null);
        Assert.Equal(["m3", "m5", "m6"], (await Journals.PendingAsync(Alice, 10)).Select(e => e.MessageId));
        Assert.Equal(["m3", "m5"], (await Journals.PendingAsync(Alice, 2)).Select(e => e.MessageId));
        Assert.Equal([Alice], await Journals.PendingAccountsAsync(10));
        await Journals.AppendAsync(Bob, Outgoing("m1"));
        Assert.Equal([Alice, Bob], await Journals.PendingAccountsAsync(10));
        Assert.Equal([Alice], await Journals.PendingAccountsAsync(1));
        await Journals.ReportAsync(Alice, "m1", MessageState.Pending, null);
        Assert.Equal(["m1", "m3"], (await Journals.PendingAsync(Alice, 2)).Select(e => e.MessageId));
    }

    [Fact]
    public async Task Pending_messages_that_are_long_are_read_a_few_at_a_time()
    {
        var content = new string('x', 4 * 1024 * 1024);
        foreach (var id in new[] { "m1", "m2", "m3" })
        {
            await Journals.AppendAsync(Alice, Outgoing(id) with { Content = content });
        }

        Assert.Equal(["m1", "m2"], (await Journals.PendingAsync(Alice, 10)).Select(e => e.MessageId));
    }

    [Fact]
    public async Task Unread_are_incoming_messages_of_others_that_are_still_to_be_displayed()
    {
        await Journals.AppendAsync(Alice, Incoming("m1"));
        await Journals.AppendAsync(Alice, Incoming("m2", Carol) with { ContentType = "Text/HTML; charset=utf-8" });
        await Journals.AppendAsync(Alice, Incoming("m3") with { ContentType = "application/sylk-file-transfer" });
        await Journals.AppendAsync(Alice, Incoming("delivered") with { Dispositions = MessageDispositions.Display });
        await Journals.AppendAsync(Alice, Incoming("shown") with { Dispositions = MessageDispositions.PositiveDelivery });
        await Journals.AppendAsync(Alice, Incoming("silent") with { Dispositions = null });
        await Journals.AppendAsync(Alice, Incoming("own", Alice));
        await Journals.AppendAsync(Alice, Outgoing("sent"));
        await Journals.AppendAsync(Alice, Incoming("removed"));
        await Journals.RemoveAsync(Alice, "removed", _ => null);
        Assert.Equal(3, await Journals.CountUnreadAsync(Alice, ["text/plain", "text/html"]));
        Assert.Equal(1, await Journals.CountUnreadAsync(Alice, ["application/sylk-file-transfer"]));
        Assert.Equal(0, await Journals.CountUnreadAsync(Alice, []));
        await Journals.MarkReadAsync(Alice, Bob, Note("read"));
        Assert.Equal(1, await Journals.CountUnreadAsync(Alice, ["text/plain", "text/html", "application/sylk-file-transfer"]));
    }
}

public sealed class SqliteJournalChangeTests() : JournalChangeContract(() => Task.FromResult<IStorePlace>(new SqlitePlace()));

[Collection(PostgresTests.Name)]
public sealed class PostgresJournalChangeTests(PostgresFixture fixture) : JournalChangeContract(() => PostgresPlace.CreateAsync(fixture));
