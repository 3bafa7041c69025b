using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>Conversations on the phone page: several browsers, accounts and tabs against the server with the shipped settings.</summary>
public sealed class ConversationTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    [Fact]
    public async Task Two_write_to_each_other_and_see_what_became_of_it()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.Chat.OpenAsync(bob.Address);
        await alice.Chat.SendAsync("Are you there?");
        await alice.Chat.WaitForStateAsync("Are you there?", "delivered");
        await bob.Chat.WaitForUnreadAsync(alice.Address, 1);
        Assert.StartsWith("(1) ", await bob.Page.TitleAsync(), StringComparison.Ordinal);

        await bob.Chat.OpenListedAsync(alice.Address);
        await alice.Chat.WaitForStateAsync("Are you there?", "displayed");
        await bob.Chat.WaitForUnreadAsync(alice.Address, 0);
        Assert.Equal("Sylk Phone", await bob.Page.TitleAsync());

        await bob.Chat.SendAsync("Yes, I am");
        await alice.Chat.WaitForMessageAsync("Yes, I am");
        await bob.Chat.WaitForStateAsync("Yes, I am", "displayed");
        Assert.Equal(["Are you there?", "Yes, I am"], await alice.Chat.TextsAsync());
        Assert.Equal(["Are you there?", "Yes, I am"], await bob.Chat.TextsAsync());
    }

    [Fact]
    public async Task A_message_to_nobody_failed_and_says_so()
    {
        await using var alice = await home.LogInAsync();
        await alice.Chat.OpenAsync("nobody@sylk.test");
        await alice.Chat.SendAsync("Hello?");
        await alice.Chat.WaitForStateAsync("Hello?", "failed");
        Assert.Contains("Try again", await alice.Page.InnerTextAsync(".message-failure"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_while_the_page_still_synchronises_is_sent_once()
    {
        await using var bob = await home.LogInAsync();
        await using var alice = await home.OpenPageAsync();
        var synchronise = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var synchronised = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        await alice.Page.RouteWebSocketAsync(url => url.EndsWith("/ws", StringComparison.Ordinal), browser =>
        {
            var server = browser.ConnectToServer();
            server.OnMessage(frame =>
            {
                browser.Send(frame.Text!);
                if (frame.Text!.Contains("\"sync-conversations\"", StringComparison.Ordinal))
                {
                    synchronised.TrySetResult();
                }
            });
            browser.OnMessage(async frame =>
            {
                if (frame.Text!.Contains("\"account-sync-conversations\"", StringComparison.Ordinal))
                {
                    await synchronise.Task;
                }
                else if (frame.Text.Contains("\"early\"", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref count);
                    written.TrySetResult();
                    await synchronised.Task;
                }

                server.Send(frame.Text);
            });
        });
        await alice.Page.ReloadAsync();
        await alice.LogInAsync(home.Server.TakeAccount());
        await alice.WaitForLoginAsync();
        await alice.Chat.OpenAsync(bob.Address);
        await alice.Chat.SendAsync("early");
        await written.Task.WaitAsync(TimeSpan.FromSeconds(60));
        synchronise.SetResult();
        await alice.Chat.WaitForStateAsync("early", "delivered");
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task All_tabs_and_devices_of_an_account_know_the_same()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        var tab = await bob.OpenTabAsync();
        await using var tablet = await home.LogInAsync(bob.Address);
        await alice.Chat.OpenAsync(bob.Address);
        await alice.Chat.SendAsync("one for all");
        foreach (var page in (PhonePage[])[bob, tab, tablet])
        {
            await page.Chat.WaitForUnreadAsync(alice.Address, 1);
        }

        await tab.Chat.OpenListedAsync(alice.Address);
        await bob.Chat.WaitForUnreadAsync(alice.Address, 0);
        await tablet.Chat.WaitForUnreadAsync(alice.Address, 0);

        await tablet.Chat.OpenListedAsync(alice.Address);
        await tablet.Chat.SendAsync("from the tablet");
        await tab.Chat.WaitForStateAsync("from the tablet", "displayed");
        await bob.Chat.WaitForLastAsync(alice.Address, "from the tablet");
        Assert.Equal(["one for all", "from the tablet"], await alice.Chat.TextsAsync());
        Assert.Equal(["one for all", "from the tablet"], await tab.Chat.TextsAsync());
    }

    [Fact]
    public async Task All_is_there_after_a_reload_and_only_what_is_new_is_fetched()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.Chat.OpenAsync(bob.Address);
        await alice.Chat.SendAsync("before the reload");
        await alice.Chat.WaitForStateAsync("before the reload", "delivered");
        await bob.Chat.OpenListedAsync(alice.Address);
        await bob.Chat.SendAsync("the answer");
        await alice.Chat.WaitForMessageAsync("the answer");
        await alice.ReloadAsync();
        await alice.Chat.OpenListedAsync(bob.Address);
        await alice.Chat.WaitForStateAsync("before the reload", "displayed");
        Assert.Equal(["before the reload", "the answer"], await alice.Chat.TextsAsync());

        var asked = new TaskCompletionSource<string>();
        alice.Page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) =>
        {
            if (frame.Text?.Contains("account-sync-conversations", StringComparison.Ordinal) == true)
            {
                asked.TrySetResult(frame.Text);
            }
        };
        await alice.ReloadAsync();
        await alice.Chat.WaitForUnreadAsync(bob.Address, 0);
        Assert.Contains("\"message_id\":", await asked.Task.WaitAsync(TimeSpan.FromSeconds(60)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_away_gets_his_messages_when_he_logs_in()
    {
        var account = home.Server.TakeAccount();
        await using (await home.LogInAsync(account))
        {
            // The server knows the account from now on.
        }

        await using var alice = await home.LogInAsync();
        await alice.Chat.OpenAsync(account);
        await alice.Chat.SendAsync("for later");
        await alice.Chat.SendAsync("this too");
        await alice.Chat.WaitForStateAsync("this too", "accepted");
        await using var bob = await home.LogInAsync(account);
        await bob.Chat.WaitForUnreadAsync(alice.Address, 2);
        await alice.Chat.WaitForStateAsync("for later", "delivered");
        await alice.Chat.WaitForStateAsync("this too", "delivered");
        await bob.Chat.OpenListedAsync(alice.Address);
        await alice.Chat.WaitForStateAsync("this too", "displayed");
        Assert.Equal(["for later", "this too"], await bob.Chat.TextsAsync());
    }

    [Fact]
    public async Task A_removed_message_is_gone_on_both_sides_and_a_removed_conversation_on_all_devices_of_one()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await using var tablet = await home.LogInAsync(alice.Address);
        await alice.Chat.OpenAsync(bob.Address);
        await alice.Chat.SendAsync("a slip");
        await alice.Chat.SendAsync("what I meant");
        await bob.Chat.WaitForUnreadAsync(alice.Address, 2);
        await bob.Chat.OpenListedAsync(alice.Address);
        await tablet.Chat.OpenListedAsync(bob.Address);
        await alice.Chat.WaitForStateAsync("a slip", "displayed");

        await alice.Chat.RemoveAsync("a slip");
        foreach (var page in (PhonePage[])[alice, bob, tablet])
        {
            await page.Chat.WaitForRemovalAsync("a slip");
            Assert.Equal(["what I meant"], await page.Chat.TextsAsync());
        }

        await alice.Chat.RemoveAllAsync();
        await tablet.Chat.WaitForRemovalAsync("what I meant");
        Assert.Equal(["what I meant"], await bob.Chat.TextsAsync());
        await alice.ReloadAsync();
        await alice.Page.Locator("#chats-empty").WaitAsync(alice);
    }

    [Fact]
    public async Task Typing_is_shown_until_the_text_is_sent_or_taken_back()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.Chat.OpenAsync(bob.Address);
        await bob.Chat.OpenAsync(alice.Address);
        await bob.Chat.TypeAsync("Well, ");
        await alice.Chat.WaitForTypingAsync();
        await bob.Chat.TypeAsync("");
        await alice.Chat.WaitForNoTypingAsync();
        await bob.Chat.TypeAsync("Well, yes");
        await alice.Chat.WaitForTypingAsync();
        await bob.Chat.SendAsync("Well, yes.");
        await alice.Chat.WaitForNoTypingAsync();
        await alice.Chat.WaitForMessageAsync("Well, yes.");
        await alice.ReloadAsync();
        await alice.Chat.OpenListedAsync(bob.Address);
        await alice.Chat.WaitForMessageAsync("Well, yes.");
        Assert.Single(await alice.Chat.TextsAsync());
    }

    [Fact]
    public async Task Ten_thousand_characters_arrive_as_one_message()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        var text = string.Concat(Enumerable.Range(0, 1100).Select(i => i % 7 == 0 ? $"Wört{i:0000} " : $"emoji{i:000}😀")) + "the end";
        Assert.InRange(text.Length, 10_000, 12_000);
        await alice.Chat.OpenAsync(bob.Address);
        await alice.Chat.SendAsync(text);
        await alice.Chat.WaitForStateAsync("the end", "delivered");
        await bob.Chat.WaitForUnreadAsync(alice.Address, 1);
        await bob.Chat.OpenListedAsync(alice.Address);
        await alice.Chat.WaitForStateAsync("the end", "displayed");
        Assert.Equal(text, Assert.Single(await bob.Chat.TextsAsync()));
        await bob.ReloadAsync();
        await bob.Chat.OpenListedAsync(alice.Address);
        await bob.Chat.WaitForMessageAsync("the end");
        Assert.Equal(text, Assert.Single(await bob.Chat.TextsAsync()));
    }

    [Theory]
    [InlineData("<script>window.hacked = true</script><img src=x onerror='window.hacked = true'>")]
    [InlineData("javascript:window.hacked=true data:text/html,<script>hacked</script>")]
    [InlineData("\u202egnirts desrever\u202c and \u2066more\u2069 \u200f\u200e")]
    [InlineData("\u2060\u2061\u200b\u200d\u200c\u200c\u200c\u2061\u2060 a mark without sense")]
    public async Task Whatever_others_write_is_shown_as_text(string text)
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.Chat.OpenAsync(bob.Address);
        await alice.Chat.SendAsync(text);
        await bob.Chat.OpenListedAsync(alice.Address);
        await alice.Page.Locator("#conversation-messages .message[data-state=displayed]").WaitAsync(alice);
        Assert.Equal(text, Assert.Single(await bob.Chat.TextsAsync()));
        Assert.Equal(0, await bob.Page.Locator("#conversation-messages :is(script, img, a)").CountAsync());
        Assert.False(await bob.Page.EvaluateAsync<bool>("'hacked' in window"));
    }

    [Fact]
    public async Task A_word_without_end_does_not_widen_the_page_and_addresses_of_the_web_are_links()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await bob.Page.SetViewportSizeAsync(360, 640);
        await alice.Chat.OpenAsync(bob.Address);
        await alice.Chat.SendAsync(new string('W', 3000) + " https://example.com/a?b=(c). And more");
        await bob.Chat.OpenListedAsync(alice.Address);
        await bob.Chat.WaitForMessageAsync("And more");
        Assert.Equal(360, await bob.Page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, document.querySelector('#conversation-scroll').scrollWidth)"));
        var link = bob.Page.Locator("#conversation-messages a");
        Assert.Equal("https://example.com/a?b=(c)", await link.GetAttributeAsync("href"));
        Assert.Contains("noopener", await link.GetAttributeAsync("rel"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_without_a_connection_is_sent_once_when_it_is_back()
    {
        await using var server = await SylkServer.StartAsync();
        await using var alice = await home.OpenPageAsync(server);
        await using var bob = await home.OpenPageAsync(server);
        foreach (var page in (PhonePage[])[alice, bob])
        {
            await page.LogInAsync(server.TakeAccount());
            await page.WaitForLoginAsync();
        }

        await alice.Chat.OpenAsync(bob.Address);
        await alice.Chat.SendAsync("before");
        await alice.Chat.WaitForStateAsync("before", "delivered");
        await server.StopAsync();
        await alice.WaitForOutageAsync();
        await alice.Chat.SendAsync("meanwhile");
        await alice.Chat.WaitForStateAsync("meanwhile", "pending");
        await server.RestartAsync();
        await alice.Chat.WaitForStateAsync("meanwhile", "delivered");
        await bob.Chat.OpenListedAsync(alice.Address);
        await alice.Chat.WaitForStateAsync("meanwhile", "displayed");
        Assert.Equal(["before", "meanwhile"], await bob.Chat.TextsAsync());
    }

    [Fact]
    public async Task A_message_during_a_call_is_noticed_and_read_beside_it()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.CallAsync(bob.Address);
        await bob.AnswerAsync();
        await alice.WaitForTalkAsync();
        await bob.ClickAsync("#call-message");
        await bob.Chat.SendAsync("Look here");
        await alice.ClickAsync("#message-notice:has-text('Look here')");
        await alice.Chat.WaitForMessageAsync("Look here");
        await bob.Chat.WaitForStateAsync("Look here", "displayed");
        Assert.True(await alice.Page.IsVisibleAsync("#call-hangup"));
        await alice.HangUpAsync();
        await bob.EndedTextAsync();
        await bob.Chat.WaitForMessageAsync("Look here");
    }
}
