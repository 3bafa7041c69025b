using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Sip;
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
        _outbox.Add(_outbox.Reserve(Alice, "m1", 1), Bob, () => throw new InvalidOperationException());
        _outbox.Add(_outbox.Reserve(Alice, "m2", 1), Bob, () => Task.FromResult(Begin("m2")));
        Assert.Equal("m2", await Deadline.Read(_begun.Reader));
    }

    [Fact]
    public async Task After_an_answer_they_go_one_by_one_again()
    {
        var first = new TaskCompletionSource<SipResponse>();
        var second = new TaskCompletionSource<SipResponse>();
        Add("m1", first.Task);
        Assert.Equal("m1", await Deadline.Read(_begun.Reader));
        Add("m2", second.Task);
        first.SetResult(new(408, ""));
        Assert.Equal("m2", await Deadline.Read(_begun.Reader));
        Add("m3", Task.FromResult<SipResponse>(new(200, "")));
        second.SetResult(new(200, ""));
        Assert.Equal("m3", await Deadline.Read(_begun.Reader));
    }

    [Fact]
    public void Places_are_bounded_and_given_back()
    {
        var first = _outbox.Reserve(Alice, "m0", 1);
        for (var i = 1; i < Outbox.MaxMessages; i++)
        {
            _outbox.Reserve(Alice, $"m{i}", 1);
        }

        Assert.Null(_outbox.TryReserve(Alice, "other", 1));
        Assert.NotNull(_outbox.TryReserve(Bob, "other", 1));
        _outbox.Release(first);
        Assert.False(_outbox.Holds(Alice, "m0"));
        Assert.NotNull(_outbox.TryReserve(Alice, "other", 1));
    }

    [Fact]
    public void A_message_that_is_sent_over_and_over_takes_a_place_each_time()
    {
        var places = Enumerable.Range(0, Outbox.MaxMessages).Select(_ => _outbox.Reserve(Alice, "m1", 1)).ToList();
        Assert.Null(_outbox.TryReserve(Alice, "m1", 1));
        places.SkipLast(1).ToList().ForEach(_outbox.Release);
        Assert.True(_outbox.Holds(Alice, "m1"));
        _outbox.Release(places[^1]);
        Assert.False(_outbox.Holds(Alice, "m1"));
    }

    [Fact]
    public void All_together_may_not_be_too_long_but_one_alone_may()
    {
        var alone = _outbox.Reserve(Alice, "m1", Outbox.MaxCharacters + 1);
        Assert.Null(_outbox.TryReserve(Alice, "m2", 0));
        _outbox.Release(alone);
        _outbox.Reserve(Alice, "m1", Outbox.MaxCharacters - 10);
        Assert.Null(_outbox.TryReserve(Alice, "m2", 11));
        Assert.NotNull(_outbox.TryReserve(Alice, "m2", 10));
    }

    [Fact]
    public void What_all_have_on_their_way_is_bounded_too_but_nobody_is_shut_out_by_others()
    {
        var places = Enumerable.Range(0, Outbox.MaxCharactersOfAll / Outbox.MaxCharacters)
            .Select(i => _outbox.Reserve(AccountAddress.Of($"user{i}@sylk.test"), "m1", Outbox.MaxCharacters))
            .ToList();
        Assert.NotNull(_outbox.TryReserve(Alice, "m1", 10));
        Assert.Null(_outbox.TryReserve(Alice, "m2", 1));
        _outbox.Release(places[0]);
        Assert.NotNull(_outbox.TryReserve(Alice, "m2", 1));
    }

    private void Add(string id, Task<SipResponse> outcome) => _outbox.Add(_outbox.Reserve(Alice, id, 1), Bob, () =>
    {
        Begin(id);
        return outcome;
    });

    private SipResponse Begin(string id)
    {
        _begun.Writer.TryWrite(id);
        return new(200, "");
    }
}
