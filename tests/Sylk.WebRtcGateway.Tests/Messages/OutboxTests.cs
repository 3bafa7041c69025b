using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Messages;

public sealed class OutboxTests
{
    private static readonly AccountAddress Alice = AccountAddress.Of("alice@sylk.test");
    private static readonly AccountAddress Bob = AccountAddress.Of("bob@sylk.test");

    private readonly Outbox _outbox = new(NullLogger.Instance);
    private readonly Channel<string> _begun = Channel.CreateUnbounded<string>();

    [Fact]
    public async Task A_message_that_throws_does_not_hold_up_those_behind_it()
    {
        _outbox.Add(Alice, Bob, "m1", () => throw new InvalidOperationException());
        _outbox.Add(Alice, Bob, "m2", () => Task.FromResult(Begin("m2")));
        Assert.Equal("m2", await Deadline.Read(_begun.Reader));
    }

    [Fact]
    public async Task After_an_answer_they_go_one_by_one_again()
    {
        var first = new TaskCompletionSource<SendOutcome>();
        var second = new TaskCompletionSource<SendOutcome>();
        Add("m1", first.Task);
        Assert.Equal("m1", await Deadline.Read(_begun.Reader));
        Add("m2", second.Task);
        first.SetResult(SendOutcome.TimedOut);
        Assert.Equal("m2", await Deadline.Read(_begun.Reader));
        Add("m3", Task.FromResult(SendOutcome.Answered));
        second.SetResult(SendOutcome.Answered);
        Assert.Equal("m3", await Deadline.Read(_begun.Reader));
    }

    [Fact]
    public void Places_are_bounded_and_given_back()
    {
        for (var i = 0; i < Outbox.MaxMessages; i++)
        {
            Assert.True(_outbox.TryReserve(Alice, $"m{i}"));
        }

        Assert.True(_outbox.TryReserve(Alice, "m0"));
        Assert.False(_outbox.TryReserve(Alice, "other"));
        Assert.True(_outbox.TryReserve(Bob, "other"));
        _outbox.Release(Alice, "m0");
        Assert.False(_outbox.Holds(Alice, "m0"));
        Assert.True(_outbox.TryReserve(Alice, "other"));
    }

    private void Add(string id, Task<SendOutcome> outcome) => _outbox.Add(Alice, Bob, id, () =>
    {
        Begin(id);
        return outcome;
    });

    private SendOutcome Begin(string id)
    {
        _begun.Writer.TryWrite(id);
        return SendOutcome.Answered;
    }
}
