using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Tests.Fakes;
using static Sylk.WebRtcGateway.Tests.Fakes.Messages;

namespace Sylk.WebRtcGateway.Tests.Messages;

public sealed class SubmissionTests
{
    [Fact]
    public async Task A_message_is_stored_told_to_other_devices_acknowledged_and_sent()
    {
        await using var host = await GatewayHost.StartAsync();
        using var first = await host.LogInAsync(Alice);
        using var second = await host.LogInAsync(Alice);
        using var stranger = await host.ConnectAsync(Alice);
        await first.RequestAsync(Request("m1", "hällo"));
        var added = await second.ReceiveAsync();
        Assert.Equal(
            ("message", "add", "account-message", "t3", Alice, Bob, "m1", "hällo", "text/plain", Sent),
            ((string?)added!["type"], (string?)added["action"], (string?)added["content"]!["sylkrtc"], (string?)added["content"]!["transaction"], (string?)added["content"]!["account"],
                (string?)added["content"]!["uri"], (string?)added["content"]!["message_id"], (string?)added["content"]!["content"], (string?)added["content"]!["content_type"], (string?)added["content"]!["timestamp"]));
        Assert.Null(added["content"]!["server_generated"]);
        var stored = Assert.Single(await host.Store.ReadAsync(Alice));
        Assert.Equal((MessageState.Pending, MessageDirection.Outgoing, "hällo", SentAnew), (stored.State, stored.Direction, stored.Content, stored.Timestamp));

        var request = await host.Sip.NextRequestAsync();
        Assert.Equal(
            ("MESSAGE", "sip:bob@sylk.test", "\"Somebody\" <sip:alice@sylk.test>", "alice", "message/cpim"),
            (request.Options.Method, request.Options.Target.ToString(), request.Options.From.ToString(), request.Options.Credentials!.Username, request.Options.ContentType));
        Assert.Equal(
            "From: \"Somebody\" <sip:alice@sylk.test>\r\nTo: <sip:bob@sylk.test>\r\nDateTime: 2026-01-02T03:04:05.678000+00:00\r\n"
            + "NS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: m1\r\nimdn.Disposition-Notification: positive-delivery, display\r\n\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n\r\nhällo",
            request.Body);
        request.Respond(200);
        await first.ExpectAsync(Report("m1", "accepted", 200, "OK"));
        await second.ExpectAsync(Report("m1", "accepted", 200, "OK"));

        // A device that was away learns it from the journal.
        var entries = await host.Store.ReadAsync(Alice);
        Assert.Equal([MessageState.Accepted, MessageState.Received], entries.Select(e => e.State!.Value));
        Assert.Equal((ContentTypes.DispositionEntry, MessageDirection.Incoming, Bob), (entries[1].ContentType, entries[1].Direction, entries[1].Contact.ToString()));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Report("m1", "accepted", 200, "OK")), JsonNode.Parse(entries[1].Content)));
        await stranger.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    [Fact]
    public async Task A_message_that_cannot_be_stored_is_not_sent()
    {
        await using var host = await GatewayHost.StartAsync();
        using var first = await host.LogInAsync(Alice);
        using var second = await host.LogInAsync(Alice);
        host.Store.IsDown = true;
        await first.RefusedAsync(Request("m1"), "Storage is not available, try again");
        host.Store.IsDown = false;
        await first.RequestAsync(Request("m1"));
        Assert.Equal("add", (string?)(await second.ReceiveAsync())!["action"]);
        (await host.Sip.NextRequestAsync()).Respond(200);
        await first.ExpectAsync(Report("m1", "accepted", 200, "OK"));
        await second.ExpectAsync(Report("m1", "accepted", 200, "OK"));
    }

    [Fact]
    public async Task A_text_goes_without_wrapper_to_who_does_not_know_that()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        await browser.RequestAsync(Request("m1", "hällo"));
        (await host.Sip.NextRequestAsync()).Respond(415);
        var plain = await host.Sip.NextRequestAsync();
        Assert.Equal(("sip:bob@sylk.test", "text/plain; charset=utf-8", "hällo"), (plain.Options.Target.ToString(), plain.Options.ContentType, plain.Body));
        plain.Respond(200);
        await browser.ExpectAsync(Report("m1", "accepted", 200, "OK"));
    }

    [Fact]
    public async Task While_the_store_is_slow_pings_and_other_accounts_go_on()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        var slow = host.Store.Slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var transaction = await browser.StartAsync(Request("m1"));
        await browser.RequestAsync("""{"sylkrtc":"ping"}""");
        host.Store.Slow = null;
        using var bob = await host.LogInAsync(Bob);
        await bob.RequestAsync(Request("m2", from: Bob, to: Alice));
        slow.SetResult();
        await browser.ExpectAsync($$"""{"sylkrtc":"ack","transaction":"{{transaction}}"}""");
    }

    [Fact]
    public async Task Messages_to_one_contact_are_sent_one_after_the_other()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        await browser.RequestAsync(Request("m1"));
        await browser.RequestAsync(Request("m2"));
        await browser.RequestAsync(Request("c1", to: "carol@sylk.test"));
        var requests = new[] { await host.Sip.NextRequestAsync(), await host.Sip.NextRequestAsync() }.ToDictionary(r => r.Options.Target.User!);
        Assert.Contains("Message-ID: m1", requests["bob"].Body, StringComparison.Ordinal);
        requests["carol"].Respond(200);
        await browser.ExpectAsync(Report("c1", "accepted", 200, "OK"));
        requests["bob"].Respond(486);
        await browser.ExpectAsync(Report("m1", "failed", 486, "Busy Here"));
        var second = await host.Sip.NextRequestAsync();
        Assert.Contains("Message-ID: m2", second.Body, StringComparison.Ordinal);
        second.Respond(200);
        await browser.ExpectAsync(Report("m2", "accepted", 200, "OK"));
    }

    [Fact]
    public async Task After_a_timeout_those_behind_go_at_once()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        foreach (var id in new[] { "m1", "m2", "m3" })
        {
            await browser.RequestAsync(Request(id));
        }

        (await host.Sip.NextRequestAsync()).Respond(408);
        await browser.ExpectAsync(Report("m1", "failed", 408, "Request Timeout"));
        var second = await host.Sip.NextRequestAsync();
        var third = await host.Sip.NextRequestAsync();
        Assert.Contains("Message-ID: m2", second.Body, StringComparison.Ordinal);
        third.Respond(200);
        await browser.ExpectAsync(Report("m3", "accepted", 200, "OK"));
        second.Respond(200);
        await browser.ExpectAsync(Report("m2", "accepted", 200, "OK"));
    }

    [Fact]
    public async Task A_message_that_failed_may_be_sent_again()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        await browser.RequestAsync(Request("m1"));
        (await host.Sip.NextRequestAsync()).Respond(503);
        await browser.ExpectAsync(Report("m1", "failed", 503, "Service Unavailable"));
        await browser.RequestAsync(Request("m1", "again"));
        Assert.Equal((MessageState.Pending, "hello"), (await host.Store.ReadAsync(Alice)) is [var e, ..] ? (e.State!.Value, e.Content) : default);
        (await host.Sip.NextRequestAsync()).Respond(200);
        await browser.ExpectAsync(Report("m1", "accepted", 200, "OK"));
        Assert.Equal(MessageState.Accepted, (await host.Store.ReadAsync(Alice))[0].State);
    }

    [Fact]
    public async Task An_id_that_another_message_has_is_refused()
    {
        await using var host = await GatewayHost.StartAsync(s => s.Messages.LocalOnly = true);
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await bob.RequestAsync(Request("m1", from: Bob, to: Alice));
        await alice.ReceiveAsync();
        await alice.RefusedAsync(Request("m1"), "Invalid value for 'message_id' property: 'm1'");
        await alice.RequestAsync(Request("m2"));
        await alice.ReceiveAsync();
        await alice.RefusedAsync(Request("m2", to: "carol@sylk.test"), "Invalid value for 'message_id' property: 'm2'");
        await alice.RequestAsync($$"""{"sylkrtc":"account-remove-message","account":"{{Alice}}","message_id":"m2","contact":"{{Bob}}"}""");
        await alice.RefusedAsync(Request("m2"), "Invalid value for 'message_id' property: 'm2'");

        // A key may be sent to several under one id.
        await alice.RequestAsync(Request("k1", contentType: "text/pgp-public-key"));
        await alice.ReceiveAsync();
        await alice.RequestAsync(Request("k1", to: "carol@sylk.test", contentType: "text/pgp-public-key"));
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_crash_is_sent_when_the_account_registers_again()
    {
        await using var host = await GatewayHost.StartAsync();
        await LeaveOverAsync(host, "m1", "m2");

        using var browser = await host.LogInAsync(Alice);
        await browser.RequestAsync(Request("m3"));
        using var second = await host.LogInAsync(Alice);
        foreach (var id in new[] { "m1", "m2", "m3" })
        {
            var request = await host.Sip.NextRequestAsync();
            Assert.Contains($"Message-ID: {id}\r\n", request.Body, StringComparison.Ordinal);
            Assert.Equal("0123456789abcdef0123456789abcdef", request.Options.Credentials!.Ha1);
            request.Respond(200);
            await browser.ExpectAsync(Report(id, "accepted", 200, "OK"));
            await second.ExpectAsync(Report(id, "accepted", 200, "OK"));
        }

        Assert.Empty(await host.Store.Journals.PendingAsync(AccountAddress.Of(Alice), 10));
    }

    [Fact]
    public async Task Of_those_who_do_not_come_back_this_server_says_who_they_are()
    {
        await using var host = await GatewayHost.StartAsync(time: new FakeTime());
        await LeaveOverAsync(host, "m1", "m2");
        host.Resumption!.Fire();
        foreach (var id in new[] { "m1", "m2" })
        {
            var request = await host.Sip.NextRequestAsync();
            Assert.Contains($"Message-ID: {id}\r\n", request.Body, StringComparison.Ordinal);
            Assert.Equal((null, new SipHeader("P-Asserted-Identity", "<sip:alice@sylk.test>")), (request.Options.Credentials, request.Options.Headers.Single()));
            request.Respond(200);
        }

        using var browser = await host.LogInAsync(Alice);
        await browser.RequestAsync(Request("m3"));
        Assert.Contains("Message-ID: m3\r\n", (await host.Sip.NextRequestAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_that_is_not_believed_the_message_waits_for_its_sender()
    {
        await using var host = await GatewayHost.StartAsync(time: new FakeTime());
        await LeaveOverAsync(host, "m1");
        host.Resumption!.Fire();
        var request = await host.Sip.NextRequestAsync();
        using var browser = await host.LogInAsync(Alice);
        request.Respond(407);
        var again = await host.Sip.NextRequestAsync();
        Assert.Equal(("alice", 0), (again.Options.Credentials!.Username, again.Options.Headers.Count));
        again.Respond(200);
        await browser.ExpectAsync(Report("m1", "accepted", 200, "OK"));
    }

    [Fact]
    public async Task What_the_stop_of_the_application_cuts_off_stays_pending()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        await browser.RequestAsync(Request("m1"));
        await host.Sip.NextRequestAsync();
        await host.StopAsync();
        while (await browser.ReceiveAsync() is not null)
        {
        }

        Assert.Equal("m1", Assert.Single(await host.Store.Journals.PendingAsync(AccountAddress.Of(Alice), 10)).MessageId);
    }

    [Fact]
    public async Task No_more_messages_are_taken_than_may_be_on_their_way()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        for (var i = 0; i < Outbox.MaxMessages; i++)
        {
            await browser.RequestAsync(Request($"m{i}"));
        }

        await browser.RefusedAsync(Request("one more"), "Too many messages are waiting to be sent");
        Assert.Equal(Outbox.MaxMessages, (await host.Store.ReadAsync(Alice)).Count);
        (await host.Sip.NextRequestAsync()).Respond(200);
        await browser.ExpectAsync(Report("m0", "accepted", 200, "OK"));
        await host.Sip.NextRequestAsync();
        await browser.RequestAsync(Request("one more"));
    }

    [Fact]
    public async Task No_more_content_is_taken_than_may_be_on_its_way()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        var content = new string('x', 1_000_000);
        for (var i = 0; i < Outbox.MaxCharacters / content.Length; i++)
        {
            await browser.RequestAsync(Request("m1", content));
        }

        await browser.RefusedAsync(Request("m1", content), "Too many messages are waiting to be sent");
        (await host.Sip.NextRequestAsync()).Respond(200);
        await browser.ExpectAsync(Report("m1", "accepted", 200, "OK"));
        await host.Sip.NextRequestAsync();
        await browser.RequestAsync(Request("m2", content));
    }

    [Fact]
    public async Task A_message_for_which_the_account_has_too_much_to_do_takes_no_place()
    {
        var (account, mailboxes, outbox) = (AccountAddress.Of(Alice), new Mailboxes(), new Outbox(NullLogger.Instance));
        var submission = new Submission(null!, null!, null!, mailboxes, outbox, null!, null!, null!);
        var sender = new MessageSender(account, new(SipUri.Parse($"sip:{Alice}")), new() { Username = "alice" }, null, new(Alice, new(), _ => { }));
        var busy = new TaskCompletionSource();
        var steps = Enumerable.Range(0, 2000).Select(_ => mailboxes.RunAsync(account, () => busy.Task)).ToList();
        await Assert.ThrowsAsync<StoreException>(() => submission.SendAsync(sender, new("t1", Alice, Bob, "m1", "hello", "text/plain", Sent), new("t1", _ => { })));
        Assert.False(outbox.Holds(account, "m1"));
        busy.SetResult();
        await Task.WhenAll(steps).WaitAsync(Deadline.Time);
    }

    [Theory]
    [InlineData(255, "ack")]
    [InlineData(256, "error")]
    public async Task A_content_type_is_a_type_and_not_a_place_for_content(int length, string answer)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        await browser.StartAsync(Request("m1", contentType: "a/".PadRight(length, 'b')));
        Assert.Equal(answer, (string?)(await browser.ReceiveAsync())!["sylkrtc"]);
    }

    [Theory]
    [InlineData("""{"message_id":""}""", "Invalid value for 'message_id' property: ''")]
    [InlineData("""{"message_id":"a\nb"}""", "Invalid value for 'message_id' property: 'a\\nb'")]
    [InlineData("""{"content_type":"text"}""", "Invalid value for 'content_type' property: 'text'")]
    [InlineData("""{"content_type":"message/imdn+xml"}""", "Invalid value for 'content_type' property: 'message/imdn+xml'")]
    [InlineData("""{"timestamp":"yesterday"}""", "Invalid value for 'timestamp' property: 'yesterday'")]
    [InlineData("""{"content_type":"image/png","content":"✓"}""", "Invalid value for 'content' property: '✓'")]
    public async Task What_cannot_be_sent_is_refused_and_leaves_nothing(string members, string error)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        var request = JsonNode.Parse(Request("m1"))!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            request[name] = value!.DeepClone();
        }

        await browser.RefusedAsync(request.ToJsonString(), error);
        Assert.Empty(await host.Store.ReadAsync(Alice));
    }

    [Fact]
    public async Task Losing_the_registrar_does_not_take_the_right_to_send_a_wrong_password_does()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, registration) = await host.RegisterAsync(Alice);
        using (browser)
        {
            await browser.RefusedAsync(Request("m1"), "Account not authenticated");
            registration.Tell(RegistrationStateKind.Registered, 200, "OK");
            await browser.ReceiveAsync();
            registration.Tell(RegistrationStateKind.Failed, 408, "Request Timeout");
            await browser.ReceiveAsync();
            await browser.RequestAsync(Request("m1"));
            registration.Tell(RegistrationStateKind.Registering);
            registration.Tell(RegistrationStateKind.Failed, 403, "Forbidden");
            await browser.ReceiveAsync();
            await browser.ReceiveAsync();
            await browser.RefusedAsync(Request("m2"), "Account not authenticated");
        }
    }

    [Fact]
    public async Task Messages_go_to_this_server_only_if_the_settings_say_so()
    {
        await using var host = await GatewayHost.StartAsync(s => s.Messages.LocalOnly = true);
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await alice.RequestAsync(Request("m1", "\r\nfirst\rsecond\n", contentType: "Text/Plain; format=flowed"));
        await bob.ExpectAsync(Event("m1", "\r\nfirst\rsecond\n", contentType: "Text/Plain; format=flowed"));
        await alice.ExpectAsync(Report("m1", "accepted", 200, "OK"));
        await bob.RequestAsync(Disposition("m1", "displayed"));
        await alice.ExpectAsync(Report("m1", "displayed", timestamp: "t"));
        await alice.RequestAsync(Request("m2", to: "bob@other.test"));
        await alice.ExpectAsync(Report("m2", "failed", 404, "Not Found"));
    }

    private static async Task LeaveOverAsync(GatewayHost host, params string[] ids)
    {
        foreach (var id in ids)
        {
            await host.Store.Journals.AppendAsync(AccountAddress.Of(Alice), new()
            {
                MessageId = id,
                Contact = AccountAddress.Of(Bob),
                Timestamp = SentAnew,
                Direction = MessageDirection.Outgoing,
                ContentType = "text/plain",
                Content = "hello",
                State = MessageState.Pending,
            });
        }
    }
}
