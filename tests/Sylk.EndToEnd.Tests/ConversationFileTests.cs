using System.Text;
using Microsoft.Playwright;
using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>Files in conversations: from the page of one to the page of the other.</summary>
public sealed class ConversationFileTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    /// <summary>A picture of one point.</summary>
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task A_picture_is_shown_to_both_and_can_be_fetched()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.Chat.OpenAsync(bob.Address);
        await alice.Chat.SendFileAsync("a picture.png", "image/png", Picture);
        await alice.Chat.WaitForStateAsync("a picture.png", "delivered");
        await bob.Chat.WaitForUnreadAsync(alice.Address, 1);
        await bob.Chat.OpenListedAsync(alice.Address);
        await alice.Chat.WaitForStateAsync("a picture.png", "displayed");
        foreach (var page in (PhonePage[])[alice, bob])
        {
            await page.Page.WaitForFunctionAsync("document.querySelector('.preview img')?.naturalWidth === 1");
            Assert.Equal(0, await page.Page.Locator(".upload").CountAsync());
        }

        Assert.Equal(Picture, await DownloadAsync(bob, "a picture.png"));
        await bob.ReloadAsync();
        await bob.Chat.OpenListedAsync(alice.Address);
        await bob.Page.WaitForFunctionAsync("document.querySelector('.preview img')?.naturalWidth === 1");
    }

    [Fact]
    public async Task A_page_that_is_sent_as_a_file_is_no_page_here()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        var content = Encoding.UTF8.GetBytes("<script>opener.hacked = true</script>");
        await alice.Chat.OpenAsync(bob.Address);
        await alice.Chat.SendFileAsync("<img src=x onerror='hacked=1'>.html", "text/html", content);
        await bob.Chat.OpenListedAsync(alice.Address);
        await bob.Chat.WaitForMessageAsync(".html");
        Assert.Equal(0, await bob.Page.Locator("#conversation-messages :is(img, video, iframe)").CountAsync());
        Assert.Equal(content, await DownloadAsync(bob, ".html"));
        Assert.False(await bob.Page.EvaluateAsync<bool>("'hacked' in window"));
    }

    [Fact]
    public async Task Files_may_be_dropped_and_pasted()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.Chat.OpenAsync(bob.Address);
        await bob.Chat.OpenAsync(alice.Address);
        await alice.Page.EvaluateAsync("""
            () => {
              const holding = name => {
                const transfer = new DataTransfer();
                transfer.items.add(new File(['content'], name, { type: 'text/plain' }));
                return transfer;
              };
              const area = document.querySelector('#conversation-scroll');
              const options = { bubbles: true, cancelable: true, dataTransfer: holding('dropped.txt') };
              area.dispatchEvent(new DragEvent('dragover', options));
              area.dispatchEvent(new DragEvent('drop', options));
              document.querySelector('#composer-text').dispatchEvent(
                new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: holding('pasted.txt') }));
            }
            """);
        await bob.Chat.WaitForMessageAsync("dropped.txt");
        await bob.Chat.WaitForMessageAsync("pasted.txt");
    }

    [Fact]
    public async Task An_upload_shows_how_far_it_is_and_may_be_given_up()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.Chat.OpenAsync(bob.Address);
        var network = await alice.Page.Context.NewCDPSessionAsync(alice.Page);
        await network.SendAsync("Network.enable");
        await network.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = 100_000,
        });
        await alice.Chat.SendFileAsync("large.bin", "application/octet-stream", new byte[4_000_000]);
        await alice.Page.WaitForFunctionAsync("document.querySelector('.upload progress')?.value > 0");
        await alice.ClickAsync(".upload [title=Cancel]");
        await alice.WaitForAsync(".upload", WaitForSelectorState.Detached);
        await alice.Chat.SendAsync("not that one");
        await bob.Chat.OpenListedAsync(alice.Address);
        await bob.Chat.WaitForMessageAsync("not that one");
        Assert.Equal(1, await bob.Page.Locator("#conversation-messages .message").CountAsync());
    }

    private static async Task<byte[]> DownloadAsync(PhonePage page, string name)
    {
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.ClickAsync($"#conversation-messages .file:has-text('{name}')"));
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }
}
