namespace Sylk.EndToEnd.Tests.Infrastructure;

/// <summary>Waits for a state that nobody announces (a file another program writes, counters of a page).</summary>
public static class Eventually
{
    public static async Task IsTrueAsync(Func<bool> condition, Func<string> seen, TimeSpan? timeout = null) =>
        await IsTrueAsync(() => Task.FromResult(condition()), seen, timeout);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, Func<string> seen, TimeSpan? timeout = null)
    {
        var limit = DateTime.UtcNow + (timeout ?? TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            if (DateTime.UtcNow > limit)
            {
                throw new TimeoutException($"Waited in vain; {seen()}");
            }

            await Task.Delay(100);
        }
    }
}
