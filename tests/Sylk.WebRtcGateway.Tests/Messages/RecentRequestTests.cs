using Sylk.WebRtcGateway.Messages;

namespace Sylk.WebRtcGateway.Tests.Messages;

public sealed class RecentRequestTests
{
    private readonly RecentRequests _recent = new();
    private int _count;

    [Fact]
    public async Task Copies_get_the_answer_of_the_first()
    {
        var answer = new TaskCompletionSource<int>();
        var first = _recent.OnceAsync("a", () => Count(answer.Task));
        var second = _recent.OnceAsync("a", () => Count(Task.FromResult(500)));
        answer.SetResult(200);
        Assert.Equal((200, 200, 200), (await first, await second, await _recent.OnceAsync("a", () => Count(Task.FromResult(500)))));
        Assert.Equal(1, _count);
    }

    [Fact]
    public async Task What_failed_for_a_reason_of_ours_may_be_tried_again()
    {
        Assert.Equal(503, await _recent.OnceAsync("a", () => Count(Task.FromResult(503))));
        Assert.Equal(200, await _recent.OnceAsync("a", () => Count(Task.FromResult(200))));
        Assert.Equal(2, _count);
    }

    [Fact]
    public async Task Old_ones_are_forgotten()
    {
        for (var i = 0; i <= 10_000; i++)
        {
            await _recent.OnceAsync($"{i}", () => Count(Task.FromResult(200)));
        }

        await _recent.OnceAsync("10000", () => Count(Task.FromResult(200)));
        await _recent.OnceAsync("0", () => Count(Task.FromResult(200)));
        Assert.Equal(10_002, _count);
    }

    private Task<int> Count(Task<int> answer)
    {
        _count++;
        return answer;
    }
}
