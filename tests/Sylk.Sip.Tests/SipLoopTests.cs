using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests;

public sealed class SipLoopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_time_far_ahead_is_no_fault()
    {
        await using var loop = new SipLoop(TimeProvider.System, NullLogger.Instance);
        var fired = false;
        var outcome = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() => outcome.SetResult(Record.Exception(() => loop.Schedule(TimeSpan.FromSeconds(uint.MaxValue), () => fired = true))));
        Assert.Null(await outcome.Task.WaitAsync(Patience));
        Assert.False(fired);
    }

    [Fact]
    public async Task It_comes_even_if_the_system_timer_does_not_reach_that_far()
    {
        var time = new FakeTime();
        await using var loop = new SipLoop(time, NullLogger.Instance);
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() => loop.Schedule(TimeSpan.FromDays(3), fired.SetResult));
        await time.AdvanceUntilAsync(fired.Task, TimeSpan.FromHours(12));
        Assert.True(time.Elapsed >= TimeSpan.FromDays(3));
    }

    [Fact]
    public async Task An_action_that_throws_ends_nothing_else()
    {
        await using var loop = new SipLoop(TimeProvider.System, NullLogger.Instance);
        var after = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() => throw new InvalidOperationException("for the test"));
        loop.Post(() => loop.Schedule(TimeSpan.FromMilliseconds(1), () => throw new InvalidOperationException("for the test")));
        loop.Post(() => loop.Schedule(TimeSpan.FromMilliseconds(2), after.SetResult));
        await after.Task.WaitAsync(Patience);
    }
}
