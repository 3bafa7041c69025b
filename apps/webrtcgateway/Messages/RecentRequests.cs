namespace Sylk.WebRtcGateway.Messages;

/// <summary>A request that comes several times, by way of several contacts, is carried out once, and all its copies get the same
/// answer. May be used on any thread.</summary>
internal sealed class RecentRequests
{
    /// <summary>How many are remembered: those of a few seconds on a busy server.</summary>
    private const int MaxRequests = 10_000;

    private readonly Dictionary<string, Task<int>> _answers = [];
    private readonly Queue<string> _order = [];

    /// <summary>The answer to a request.</summary>
    /// <param name="key">The same for copies.</param>
    /// <param name="answer">Carries the request out; must not throw. What fails for a reason of ours (5xx) is not remembered.</param>
    public Task<int> OnceAsync(string key, Func<Task<int>> answer)
    {
        TaskCompletionSource<int> result;
        lock (_answers)
        {
            if (_answers.TryGetValue(key, out var known))
            {
                return known;
            }

            result = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _answers.Add(key, result.Task);
            _order.Enqueue(key);
            if (_order.Count > MaxRequests)
            {
                _answers.Remove(_order.Dequeue());
            }
        }

        return AnswerAsync(key, answer, result);
    }

    private async Task<int> AnswerAsync(string key, Func<Task<int>> answer, TaskCompletionSource<int> result)
    {
        var status = await answer();
        if (status >= 500)
        {
            lock (_answers)
            {
                if (_answers.TryGetValue(key, out var known) && known == result.Task)
                {
                    _answers.Remove(key);
                }
            }
        }

        result.SetResult(status);
        return status;
    }
}
