using System.Runtime.CompilerServices;
using Sylk.WebRtcGateway.Tests.Fakes;
using static Sylk.WebRtcGateway.Tests.Fakes.Messages;

namespace Sylk.WebRtcGateway.Tests.Connections;

public sealed class LeakTests
{
    [Fact]
    public async Task Nothing_is_held_of_connections_that_have_logged_in_written_and_vanished()
    {
        await using var host = await GatewayHost.StartAsync();
        var accounts = new List<WeakReference>();
        for (var i = 0; i < 200; i++)
        {
            accounts.Add(await VisitAsync(host, $"user{i % 50}@sylk.test", i));
        }

        for (var attempt = 0; attempt < 100 && accounts.Exists(a => a.IsAlive); attempt++)
        {
            // What has just ended may still be on some stack.
            await host.Store.ReadAsync(Alice);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, accounts.Count(a => a.IsAlive));
    }

    /// <summary>A device comes, does what devices do, and is gone without a word, every other one while its message is under way.</summary>
    /// <returns>Its account, as the gateway has it.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> VisitAsync(GatewayHost host, string account, int number)
    {
        var (browser, registration) = await host.RegisterAsync(account);
        registration.Tell(Abstractions.Sip.RegistrationStateKind.Registered, 200, "OK");
        await browser.ReceiveAsync();
        await browser.RequestAsync($$"""{"sylkrtc":"account-devicetoken","account":"{{account}}","token":"t","platform":"ios","device":"d{{number}}","app":"a"}""");
        await browser.RequestAsync(Request($"m{number}", from: account));
        await browser.RequestAsync(Request($"k{number}", from: account, to: account, contentType: "text/pgp-private-key"));
        await browser.StartAsync($$"""{"sylkrtc":"account-sync-conversations","account":"{{account}}"}""");
        var requests = new[] { await host.Sip.NextRequestAsync(), await host.Sip.NextRequestAsync() };
        if (number % 2 == 0)
        {
            browser.Vanish();
            await registration.Disposed;
        }

        Array.ForEach(requests, r => r.Respond(200));
        browser.Vanish();
        browser.Dispose();
        await registration.Disposed;
        await host.Log.NextAsync("Browser 127.0.0.1");
        return new(registration.Options.OnMessage!.Target);
    }
}
