using System.Text;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Tests.Support;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Contract;

/// <summary>Accounts, keys, tokens, address books, files, and messages that wait.</summary>
public abstract class AccountContract(Func<Task<IStorePlace>> place) : StoreContract(place)
{
    [Fact]
    public async Task An_account_is_known_from_its_first_login_on()
    {
        Assert.False(await Store.Accounts.IsKnownAsync(Alice));
        await Store.Accounts.TouchAsync(Alice);
        await Store.Accounts.TouchAsync(Alice);
        Assert.True(await Store.Accounts.IsKnownAsync(AccountAddress.Of("alice@SYLK.test")));
        await RestartAsync();
        Assert.True(await Store.Accounts.IsKnownAsync(Alice));
    }

    [Fact]
    public async Task An_entry_a_key_a_device_a_book_or_a_waiting_message_does_not_make_an_account_known()
    {
        await Journals.AppendAsync(Alice, Incoming("m1"));
        await Store.PublicKeys.SetAsync(Alice, "key");
        await Store.PushTokens.SetAsync(Alice, Device("d"));
        await Store.AddressBooks.SetAsync(Alice, new(AddressBookItemKind.Contact, "c", "{}"));
        await Store.Spool.AddAsync(Waiting("x"), 10);
        Assert.False(await Store.Accounts.IsKnownAsync(Alice));
        await Store.Accounts.TouchAsync(Alice);
        Assert.True(await Store.Accounts.IsKnownAsync(Alice));
        Assert.Equal(["m1"], await ReadIdsAsync(Alice));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b@sylk.test")]
    [InlineData("a\nb@sylk.test")]
    public async Task What_cannot_be_an_address_is_refused(string address)
    {
        var account = AccountAddress.Of(address);
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Accounts.TouchAsync(account));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.PublicKeys.SetAsync(account, "key"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ApiTokens.CreateAsync(account, TimeSpan.FromDays(1)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Spool.AddAsync(Waiting("x") with { To = account }, 1));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Journals.AppendAsync(account, Incoming("m1")));
        Assert.False(await Store.Accounts.IsKnownAsync(account));
        Assert.Null(await Store.PublicKeys.FindAsync(account));
        Assert.False(await Store.ApiTokens.IsValidAsync(account, "token"));
        Assert.Empty(await Store.PushTokens.ListAsync(account));
        Assert.Empty(await Store.AddressBooks.ReadAsync(account));
        Assert.Empty(await Store.Spool.ReadAsync(account, 1));
        Assert.Empty(await ReadAsync(account));
        Assert.False(await Journals.ReportAsync(account, "m1", MessageState.Displayed, null));
        Assert.Null(await Journals.RemoveAsync(account, "m1", _ => null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\uD800")]
    public async Task What_cannot_have_been_kept_is_not_there(string id)
    {
        await Journals.AppendAsync(Alice, Incoming("m1"));
        await Store.PushTokens.SetAsync(Alice, Device("d"));
        Assert.Null(await Journals.FindAsync(Alice, id));
        Assert.False(await Journals.ReportAsync(Alice, id, MessageState.Displayed, Note("n1")));
        Assert.Null(await Journals.RemoveAsync(Alice, id, was => was is null ? null : Note("n2")));
        Assert.False(await Store.PushTokens.RemoveAsync(Alice, id, id));
        Assert.Equal(0, await Store.PushTokens.RemoveTokenAsync(Alice, id));
        Assert.False(await Store.AddressBooks.ReplaceAsync(Alice, new(AddressBookItemKind.Contact, id, "{}")));
        Assert.Null(await Store.AddressBooks.RemoveAsync(Alice, AddressBookItemKind.Contact, id));
        Assert.Null(await Store.Files.FindAsync(id));
        Assert.False(await Store.Files.RemoveAsync(id));
        Assert.False(await Store.ApiTokens.IsValidAsync(Alice, id));
        Assert.Equal(["m1"], await ReadIdsAsync(Alice));
        Assert.Single(await Store.PushTokens.ListAsync(Alice));
    }

    [Fact]
    public async Task A_public_key_takes_the_place_of_the_one_before()
    {
        Assert.Null(await Store.PublicKeys.FindAsync(Alice));
        await Store.PublicKeys.SetAsync(Alice, "first");
        await Store.PublicKeys.SetAsync(Bob, "bob's");
        await Store.PublicKeys.SetAsync(Alice, "-----BEGIN\r\n\0 é 👍");
        await RestartAsync();
        Assert.Equal("-----BEGIN\r\n\0 é 👍", await Store.PublicKeys.FindAsync(Alice));
        Assert.Equal("bob's", await Store.PublicKeys.FindAsync(Bob));
    }

    [Fact]
    public async Task An_API_token_opens_one_account_until_it_expires()
    {
        var token = await Store.ApiTokens.CreateAsync(Alice, TimeSpan.FromHours(1));
        Assert.Matches("^[A-Za-z0-9_-]{43}$", token);
        Assert.True(await Store.Accounts.IsKnownAsync(Alice));
        await RestartAsync();
        Assert.True(await Store.ApiTokens.IsValidAsync(Alice, token));
        Assert.False(await Store.ApiTokens.IsValidAsync(Bob, token));
        Assert.False(await Store.ApiTokens.IsValidAsync(Alice, ""));
        Assert.False(await Store.ApiTokens.IsValidAsync(Alice, token.ToLowerInvariant()));
        Clock.Now += TimeSpan.FromHours(1) - TimeSpan.FromMicroseconds(1);
        Assert.True(await Store.ApiTokens.IsValidAsync(Alice, token));
        Clock.Now += TimeSpan.FromMicroseconds(1);
        Assert.False(await Store.ApiTokens.IsValidAsync(Alice, token));
        Assert.True(await Store.ApiTokens.IsValidAsync(Alice, await Store.ApiTokens.CreateAsync(Alice, TimeSpan.MaxValue)));
    }

    [Fact]
    public async Task The_oldest_API_token_goes_when_there_are_more_than_ten()
    {
        var tokens = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            tokens.Add(await Store.ApiTokens.CreateAsync(Alice, TimeSpan.FromHours(1)));
        }

        var other = await Store.ApiTokens.CreateAsync(Bob, TimeSpan.FromHours(1));
        var valid = new List<bool>();
        foreach (var token in tokens)
        {
            valid.Add(await Store.ApiTokens.IsValidAsync(Alice, token));
        }

        Assert.Equal([false, false, .. Enumerable.Repeat(true, 10)], valid);
        Assert.True(await Store.ApiTokens.IsValidAsync(Bob, other));
    }

    [Fact]
    public async Task A_device_has_one_token_for_each_application()
    {
        var first = new PushToken("app", "device", "ios", "call", "background", true, "agent \0 é");
        var second = new PushToken("app2", "device", "android", "other", null, false, null);
        await Store.PushTokens.SetAsync(Alice, first);
        await Store.PushTokens.SetAsync(Alice, second);
        Assert.Equal([first, second], await Store.PushTokens.ListAsync(Alice));
        var changed = first with { Token = "new", BackgroundToken = null, IsSilent = false };
        await Store.PushTokens.SetAsync(Alice, changed);
        await RestartAsync();
        Assert.Equal([second, changed], await Store.PushTokens.ListAsync(Alice));
        Assert.Empty(await Store.PushTokens.ListAsync(Bob));
        Assert.True(await Store.PushTokens.RemoveAsync(Alice, "app", "device"));
        Assert.False(await Store.PushTokens.RemoveAsync(Alice, "app", "device"));
        Assert.False(await Store.PushTokens.RemoveAsync(Bob, "app2", "device"));
        Assert.Equal([second], await Store.PushTokens.ListAsync(Alice));
    }

    [Fact]
    public async Task The_device_set_longest_ago_goes_when_there_are_more_than_fifty()
    {
        for (var i = 0; i < 50; i++)
        {
            await Store.PushTokens.SetAsync(Alice, Device($"d{i}"));
        }

        await Store.PushTokens.SetAsync(Alice, Device("d0"));
        await Store.PushTokens.SetAsync(Alice, Device("d50"));
        Assert.Equal(
            [.. Enumerable.Range(2, 48).Select(i => $"d{i}"), "d0", "d50"], (await Store.PushTokens.ListAsync(Alice)).Select(t => t.DeviceId));
    }

    [Fact]
    public async Task A_token_that_the_push_service_refused_goes_from_all_devices_of_the_account_that_have_it()
    {
        await Store.PushTokens.SetAsync(Alice, Device("d1") with { Token = "dead" });
        await Store.PushTokens.SetAsync(Alice, Device("d2") with { BackgroundToken = "dead" });
        await Store.PushTokens.SetAsync(Alice, Device("d3") with { Token = "dead" });
        await Store.PushTokens.SetAsync(Alice, Device("d3"));
        await Store.PushTokens.SetAsync(Bob, Device("d1") with { Token = "dead" });
        Assert.Equal(2, await Store.PushTokens.RemoveTokenAsync(Alice, "dead"));
        Assert.Equal(0, await Store.PushTokens.RemoveTokenAsync(Alice, "dead"));
        Assert.Equal(["d3"], (await Store.PushTokens.ListAsync(Alice)).Select(t => t.DeviceId));
        Assert.Single(await Store.PushTokens.ListAsync(Bob));
    }

    [Fact]
    public async Task A_device_that_cannot_be_kept_is_refused()
    {
        PushToken[] bad =
        [
            Device(""), Device("a\0"), Device(new string('x', 257)), Device("d") with { AppId = "" }, Device("d") with { Token = "" },
            Device("d") with { Token = new string('x', 4097) }, Device("d") with { BackgroundToken = "\0" }, Device("d") with { Platform = "\0" },
        ];
        foreach (var device in bad)
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await Store.PushTokens.SetAsync(Alice, device));
        }

        await Store.PushTokens.SetAsync(Alice, Device(new string('é', 256)) with { AppId = new string('é', 256), Token = new string('x', 4096) });
        Assert.Single(await Store.PushTokens.ListAsync(Alice));
    }

    [Fact]
    public async Task The_size_of_an_address_book_is_that_of_its_items()
    {
        Assert.Equal(0, await Store.AddressBooks.SizeAsync(Alice));
        await Store.AddressBooks.SetAsync(Alice, new(AddressBookItemKind.Contact, "c1", """{"a":"é\0"}"""));
        await Store.AddressBooks.SetAsync(Alice, new(AddressBookItemKind.Group, "c1", new('x', 100_000)));
        await Store.AddressBooks.SetAsync(Bob, new(AddressBookItemKind.Group, "g1", "{}"));
        Assert.Equal(100_012, await Store.AddressBooks.SizeAsync(Alice));
        await Store.AddressBooks.SetAsync(Alice, new(AddressBookItemKind.Group, "c1", "{}"));
        Assert.Equal(14, await Store.AddressBooks.SizeAsync(Alice));
    }

    [Fact]
    public async Task An_address_book_keeps_the_order_in_which_its_items_were_added()
    {
        AddressBookItem[] items =
        [
            new(AddressBookItemKind.Contact, "1", "{\"name\":\"\\u0000 é\"}"), new(AddressBookItemKind.Group, "1", "{}"),
            new(AddressBookItemKind.Policy, "0", "{}"), new(AddressBookItemKind.Contact, "'; --", "no JSON \0"),
        ];
        foreach (var item in items)
        {
            await Store.AddressBooks.SetAsync(Alice, item);
        }

        var changed = items[0] with { Json = "{\"name\":\"other\"}" };
        await Store.AddressBooks.SetAsync(Alice, changed);
        await RestartAsync();
        Assert.Equal([changed, .. items[1..]], await Store.AddressBooks.ReadAsync(Alice));
        Assert.Empty(await Store.AddressBooks.ReadAsync(Bob));
    }

    [Fact]
    public async Task An_item_is_replaced_only_if_it_is_there_and_comes_back_when_it_is_removed()
    {
        var item = new AddressBookItem(AddressBookItemKind.Group, "1", "{}");
        Assert.False(await Store.AddressBooks.ReplaceAsync(Alice, item));
        Assert.Null(await Store.AddressBooks.RemoveAsync(Alice, AddressBookItemKind.Group, "1"));
        Assert.Empty(await Store.AddressBooks.ReadAsync(Alice));
        await Store.AddressBooks.SetAsync(Alice, item);
        Assert.False(await Store.AddressBooks.ReplaceAsync(Alice, item with { Kind = AddressBookItemKind.Contact }));
        Assert.False(await Store.AddressBooks.ReplaceAsync(Bob, item));
        Assert.True(await Store.AddressBooks.ReplaceAsync(Alice, item with { Json = "[]" }));
        Assert.Equal(item with { Json = "[]" }, await Store.AddressBooks.RemoveAsync(Alice, AddressBookItemKind.Group, "1"));
        Assert.Empty(await Store.AddressBooks.ReadAsync(Alice));
    }

    [Fact]
    public async Task A_file_is_recorded_once()
    {
        var file = File("t1", 5_000_000_000);
        Assert.True(await Store.Files.AddAsync(file));
        Assert.False(await Store.Files.AddAsync(file with { Size = 1 }));
        await RestartAsync();
        Assert.Equal(file, await Store.Files.FindAsync("t1"));
        Assert.Null(await Store.Files.FindAsync("t2"));
        Assert.True(await Store.Files.RemoveAsync("t1"));
        Assert.False(await Store.Files.RemoveAsync("t1"));
        Assert.Null(await Store.Files.FindAsync("t1"));
    }

    [Fact]
    public async Task Files_whose_time_is_over_are_told_oldest_first()
    {
        foreach (var (id, hours) in ((string, int)[])[("c", 3), ("a", 1), ("d", 4), ("b", 2)])
        {
            await Store.Files.AddAsync(File(id, 1) with { Expires = Clock.Now.AddHours(hours) });
        }

        Assert.Empty(await Store.Files.ExpiredAsync(Clock.Now, 10));
        Assert.Equal(["a", "b", "c"], (await Store.Files.ExpiredAsync(Clock.Now.AddHours(3), 10)).Select(f => f.TransferId));
        Assert.Equal(["a", "b"], (await Store.Files.ExpiredAsync(Clock.Now.AddHours(9), 2)).Select(f => f.TransferId));
    }

    [Fact]
    public async Task The_bytes_of_a_sender_are_those_of_his_files()
    {
        Assert.Equal(0, await Store.Files.UsedBytesAsync(Alice));
        await Store.Files.AddAsync(File("t1", 5_000_000_000));
        await Store.Files.AddAsync(File("t2", 7));
        await Store.Files.AddAsync(File("t3", 100) with { Sender = Bob, Receiver = Alice });
        Assert.Equal(5_000_000_007, await Store.Files.UsedBytesAsync(Alice));
        await Store.Files.RemoveAsync("t1");
        Assert.Equal(7, await Store.Files.UsedBytesAsync(Alice));
    }

    [Fact]
    public async Task A_message_waits_until_it_is_removed()
    {
        byte[] body = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        var received = Clock.Now;
        Assert.True(await Store.Spool.AddAsync(Waiting("first") with { Body = body, From = "\"\0é\" <sip:bob@sylk.test>" }, 10));
        Clock.Now += TimeSpan.FromSeconds(1);
        Assert.True(await Store.Spool.AddAsync(Waiting("second"), 10));
        await RestartAsync();
        var messages = await Store.Spool.ReadAsync(Alice, 10);
        Assert.Equal([received, Clock.Now], messages.Select(m => m.Received));
        Assert.Equal(body, messages[0].Body.ToArray());
        Assert.Equal((Alice, "\"\0é\" <sip:bob@sylk.test>", "text/plain"), (messages[0].To, messages[0].From, messages[0].ContentType));
        Assert.Equal("second", Encoding.UTF8.GetString(messages[1].Body.Span));
        Assert.Equal(messages[0].Id, (await Store.Spool.ReadAsync(Alice, 1)).Single().Id);
        await Store.Spool.RemoveAsync(messages[0].Id);
        await Store.Spool.RemoveAsync(messages[0].Id);
        Assert.Equal([messages[1].Id], (await Store.Spool.ReadAsync(Alice, 10)).Select(m => m.Id));
        Assert.Empty(await Store.Spool.ReadAsync(Bob, 10));
    }

    [Fact]
    public async Task The_id_of_a_message_that_was_delivered_never_names_another()
    {
        await Store.Spool.AddAsync(Waiting("first"), 10);
        var id = (await Store.Spool.ReadAsync(Alice, 1)).Single().Id;
        await Store.Spool.RemoveAsync(id);
        await RestartAsync();
        await Store.Spool.AddAsync(Waiting("second"), 10);
        Assert.NotEqual(id, (await Store.Spool.ReadAsync(Alice, 1)).Single().Id);
    }

    [Fact]
    public async Task No_more_messages_wait_than_the_limit_says_even_if_they_come_together()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Store.Spool.AddAsync(Waiting($"m{i}"), 5).AsTask()));
        Assert.Equal(5, added.Count(a => a));
        Assert.Equal(5, (await Store.Spool.ReadAsync(Alice, 100)).Count);
        Assert.True(await Store.Spool.AddAsync(Waiting("b") with { To = Bob }, 5));
    }

    private static PushToken Device(string id) => new("app", id, "ios", $"token of {id}", null, false, null);

    private static SpooledMessage Waiting(string text) => new(Alice, "<sip:bob@sylk.test>", "text/plain", Encoding.UTF8.GetBytes(text));

    private FileRecord File(string id, long size) => new()
    {
        TransferId = id,
        Sender = Alice,
        Receiver = Bob,
        FileName = "../é\0.jpg",
        ContentType = "image/jpeg",
        Size = size,
        Hash = "sha-1:AB:CD",
        Created = Clock.Now,
        Expires = Clock.Now.AddDays(15),
    };
}

public sealed class SqliteAccountTests() : AccountContract(() => Task.FromResult<IStorePlace>(new SqlitePlace()));

[Collection(PostgresTests.Name)]
public sealed class PostgresAccountTests(PostgresFixture fixture) : AccountContract(() => PostgresPlace.CreateAsync(fixture));
