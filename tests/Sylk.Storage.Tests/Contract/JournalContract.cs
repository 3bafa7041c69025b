using Sylk.Abstractions.Storage;
using Sylk.Storage.Tests.Support;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Contract;

/// <summary>Adding to journals, finding, and the order in them.</summary>
public abstract class JournalContract(Func<Task<IStorePlace>> place) : StoreContract(place)
{
    [Fact]
    public async Task An_entry_is_found_as_it_was_added()
    {
        var draft = Outgoing("m1") with { ContentType = "text/plain; charset=utf-8", Timestamp = "2026-01-02T03:04:05.678Z" };
        var added = await Journals.AppendAsync(Alice, draft);
        Assert.Equal(new JournalEntry
        {
            MessageId = "m1",
            Contact = Bob,
            Timestamp = "2026-01-02T03:04:05.678Z",
            Direction = MessageDirection.Outgoing,
            ContentType = "text/plain; charset=utf-8",
            Content = "hello",
            Dispositions = Both,
            State = MessageState.Pending,
            Sequence = 1,
            Stored = Clock.Now,
        }, added);
        Assert.Equal(added, await Journals.FindAsync(Alice, "m1"));
        Assert.Equal([added!], await ReadAsync(Alice));
    }

    [Fact]
    public async Task What_is_not_set_stays_so()
    {
        await Journals.AppendAsync(Alice, Note("n1"));
        await Journals.AppendAsync(Alice, Outgoing("m1") with { Dispositions = MessageDispositions.None });
        var note = await Journals.FindAsync(Alice, "n1");
        Assert.Null(note!.State);
        Assert.Null(note.Dispositions);
        Assert.Equal(MessageDirection.None, note.Direction);
        Assert.Equal(MessageDispositions.None, (await Journals.FindAsync(Alice, "m1"))!.Dispositions);
    }

    [Fact]
    public async Task Sequences_begin_with_1_and_have_no_gaps_in_each_journal()
    {
        foreach (var id in (string[])["a", "b", "b", "c", "a", "d"])
        {
            await Journals.AppendAsync(Alice, Incoming(id));
        }

        await Journals.AppendAsync(Bob, Incoming("a", Alice));
        Assert.Equal([1, 2, 3, 4], (await ReadAsync(Alice)).Select(e => e.Sequence));
        Assert.Equal([1], (await ReadAsync(Bob)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task An_id_is_in_a_journal_once_and_the_first_entry_stays()
    {
        Assert.NotNull(await Journals.AppendAsync(Alice, Incoming("m1", content: "first")));
        Assert.Null(await Journals.AppendAsync(Alice, Incoming("m1", Carol, "second")));
        var entry = await Journals.FindAsync(Alice, "m1");
        Assert.Equal((Bob, "first"), (entry!.Contact, entry.Content));
    }

    [Fact]
    public async Task Times_of_storage_follow_the_clock_and_never_go_back_with_it()
    {
        var start = Clock.Now;
        await Journals.AppendAsync(Alice, Incoming("m1"));
        Clock.Now = start.AddHours(-2);
        await Journals.AppendAsync(Alice, Incoming("m2"));
        await RestartAsync();
        await Journals.AppendAsync(Alice, Incoming("m3"));
        Clock.Now = start.AddHours(1);
        await Journals.AppendAsync(Alice, Incoming("m4"));
        Assert.Equal(
            [start, start.AddMicroseconds(1), start.AddMicroseconds(2), start.AddHours(1)], (await ReadAsync(Alice)).Select(e => e.Stored));
    }

    [Fact]
    public async Task A_restart_keeps_everything_and_goes_on_counting()
    {
        await Journals.AppendAsync(Alice, Incoming("m1"));
        await RestartAsync();
        Assert.Null(await Journals.AppendAsync(Alice, Incoming("m1")));
        Assert.Equal(2, (await Journals.AppendAsync(Alice, Incoming("m2")))!.Sequence);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b\0")]
    [InlineData("\0")]
    [InlineData("👩‍👩‍👧‍👦 \u200B\u200D\uFEFF e\u0301 \u202Eabc")]
    [InlineData("'; DROP TABLE journal_entries; -- \" \\ % _ @p $1 :x ?")]
    [InlineData("line\r\nline\rline\n\t\u0001\u001F\u007F\u0085")]
    [InlineData("{\"json\": \"\\u0000\"}")]
    public async Task Any_text_can_be_content(string content)
    {
        var added = await Journals.AppendAsync(Alice, Incoming("m1", content: content));
        Assert.Equal(content, added!.Content);
        Assert.Equal(content, (await Journals.FindAsync(Alice, "m1"))!.Content);
    }

    [Fact]
    public async Task Half_of_a_surrogate_pair_is_no_character_and_becomes_U_FFFD_at_once()
    {
        var added = await Journals.AppendAsync(Alice, Incoming("m1", content: "a\uD83Db"));
        Assert.Equal("a\uFFFDb", added!.Content);
        Assert.Equal(added, await Journals.FindAsync(Alice, "m1"));
    }

    [Fact]
    public async Task A_megabyte_can_be_content()
    {
        var content = string.Concat(Enumerable.Range(0, 150_000).Select(i => $"é{i:D5}"));
        await Journals.AppendAsync(Alice, Incoming("m1", content: content));
        Assert.Equal(content, (await Journals.FindAsync(Alice, "m1"))!.Content);
    }

    [Theory]
    [InlineData("'; DELETE FROM accounts; --")]
    [InlineData("<urn:uuid:1@x>")]
    [InlineData("Ä \u200B 👍")]
    [InlineData("id")]
    [InlineData("ID")]
    public async Task Any_text_without_control_characters_can_be_an_id(string id)
    {
        await Journals.AppendAsync(Alice, Incoming(id));
        await Journals.AppendAsync(Alice, Incoming("after"));
        Assert.Equal(id, (await Journals.FindAsync(Alice, id))!.MessageId);
        Assert.Equal(["after"], await ReadIdsAsync(Alice, new(AfterMessageId: id)));
    }

    [Fact]
    public async Task Ids_differ_by_case_and_by_every_character()
    {
        string[] ids = ["id", "ID", "id ", " id", "id\u200B", "i\u0307d", "ıd"];
        foreach (var id in ids)
        {
            Assert.NotNull(await Journals.AppendAsync(Alice, Incoming(id)));
        }

        Assert.Equal(ids, await ReadIdsAsync(Alice));
    }

    [Fact]
    public async Task The_longest_id_and_address_go_in()
    {
        var (id, address) = (new string('é', 512), AccountAddress.Of(new string('é', 500) + "@sylk.test"));
        await Journals.AppendAsync(address, Incoming(id, address));
        await Journals.RemoveConversationAsync(address, address, Note("removed", address));
        Assert.Null(await Journals.FindAsync(address, id));
    }

    [Fact]
    public async Task What_cannot_be_kept_is_refused_and_changes_nothing()
    {
        await Journals.AppendAsync(Alice, Incoming("m1"));
        JournalDraft[] bad =
        [
            Incoming(""), Incoming(new string('x', 513)), Incoming("a\0b"), Incoming("a\nb"), Incoming("a\uD800"),
            Incoming("m2") with { ContentType = "text/\0plain" }, Incoming("m2") with { Timestamp = "\0" },
            Incoming("m2", AccountAddress.Of(new string('x', 600) + "@sylk.test")), Incoming("m2", AccountAddress.Of("a\0@sylk.test")),
        ];
        foreach (var draft in bad)
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await Journals.AppendAsync(Alice, draft));
            await Assert.ThrowsAsync<ArgumentException>(async () => await Journals.ReportAsync(Alice, "m1", MessageState.Displayed, draft));
            await Assert.ThrowsAsync<ArgumentException>(async () => await Journals.MarkReadAsync(Alice, Bob, draft));
            await Assert.ThrowsAsync<ArgumentException>(async () => await Journals.RemoveAsync(Alice, "m1", _ => draft));
            await Assert.ThrowsAsync<ArgumentException>(async () => await Journals.RemoveConversationAsync(Alice, Bob, draft));
        }

        Assert.Equal(["m1"], await ReadIdsAsync(Alice));
        Assert.Equal(Both, (await Journals.FindAsync(Alice, "m1"))!.Dispositions);
        Assert.Equal(2, (await Journals.AppendAsync(Alice, Incoming("m2")))!.Sequence);
    }

    [Fact]
    public async Task Two_spellings_of_a_host_are_one_account_and_two_of_a_user_are_not()
    {
        await Journals.AppendAsync(AccountAddress.Of("alice@SYLK.Test"), Incoming("m1"));
        Assert.NotNull(await Journals.FindAsync(Alice, "m1"));
        Assert.Null(await Journals.FindAsync(AccountAddress.Of("Alice@sylk.test"), "m1"));
    }

    [Fact]
    public async Task An_account_without_journal_has_nothing()
    {
        Assert.Empty(await ReadAsync(Alice));
        Assert.Empty(await ReadAsync(Alice, new("m1", Clock.Now, 10)));
        Assert.Null(await Journals.FindAsync(Alice, "m1"));
        Assert.Empty(await Journals.PendingAsync(Alice, 10));
        Assert.Equal(0, await Journals.CountUnreadAsync(Alice, ["text/plain"]));
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Journals.AppendAsync(Alice, Incoming("m1"), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Journals.FindAsync(Alice, "m1", cancelled.Token));
        Assert.Empty(await ReadAsync(Alice));
    }
}

public sealed class SqliteJournalTests() : JournalContract(() => Task.FromResult<IStorePlace>(new SqlitePlace()));

[Collection(PostgresTests.Name)]
public sealed class PostgresJournalTests(PostgresFixture fixture) : JournalContract(() => PostgresPlace.CreateAsync(fixture));
