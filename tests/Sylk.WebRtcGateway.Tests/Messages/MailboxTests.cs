using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Messages;

public sealed class MailboxTests
{
    private static readonly AccountAddress Alice = AccountAddress.Of("alice@sylk.test");
    private static readonly AccountAddress Bob = AccountAddress.Of("bob@sylk.test");

    private readonly Mailboxes _mailboxes = new();

    [Fact]
    public async Task Steps_of_one_account_come_one_after_the_other_whatever_becomes_of_them()
    {
        var done = new List<int>();
        var isBusy = false;
        var steps = Enumerable.Range(0, 200).Select(i => _mailboxes.RunAsync(Alice, async () =>
        {
            Assert.False(isBusy);
            isBusy = true;
            await Task.Yield();
            done.Add(i);
            isBusy = false;
            if (i % 3 == 0)
            {
                throw new InvalidOperationException();
            }
        })).ToList();
        await _mailboxes.IdleAsync().WaitAsync(Deadline.Time);
        Assert.Equal(Enumerable.Range(0, 200), done);
        Assert.All(steps.Index(), s => Assert.Equal(s.Index % 3 == 0, s.Item.IsFaulted));
    }

    [Fact]
    public async Task An_account_does_not_wait_for_another()
    {
        var slow = new TaskCompletionSource();
        var waiting = _mailboxes.RunAsync(Alice, () => slow.Task);
        await _mailboxes.RunAsync(Bob, () => Task.CompletedTask).WaitAsync(Deadline.Time);
        Assert.False(waiting.IsCompleted);
        slow.SetResult();
        await waiting.WaitAsync(Deadline.Time);
    }

    [Fact]
    public async Task Too_much_to_do_is_refused()
    {
        var slow = new TaskCompletionSource();
        var steps = Enumerable.Range(0, 2000).Select(_ => _mailboxes.RunAsync(Alice, () => slow.Task)).ToList();
        var refused = await Assert.ThrowsAsync<StoreException>(() => _mailboxes.RunAsync(Alice, () => Task.CompletedTask));
        Assert.True(refused.IsTransient);
        slow.SetResult();
        await Task.WhenAll(steps).WaitAsync(Deadline.Time);
        await _mailboxes.RunAsync(Alice, () => Task.CompletedTask).WaitAsync(Deadline.Time);
    }
}
