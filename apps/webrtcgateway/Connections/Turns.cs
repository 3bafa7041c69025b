namespace Sylk.WebRtcGateway.Connections;

/// <summary>Keeps the order of what is asked of one account or call while something before it is being waited for.</summary>
internal sealed class Turns
{
    private Task _last = Task.CompletedTask;

    /// <summary>Runs a step when all those before have ended; at once if there is none.</summary>
    public Task Take(Func<Task> step) => _last = After(_last, step);

    private static async Task After(Task previous, Func<Task> step)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await step();
    }
}
