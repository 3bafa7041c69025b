namespace Sylk.WebRtcGateway.Connections;

/// <summary>Where everything of one connection runs: one step at a time, in the order handed over. What is awaited inside a step
/// continues here too, so that the state of a connection, its accounts and its calls needs no locks.</summary>
internal sealed class ConnectionLoop
{
    private readonly TaskFactory _steps = new(
        CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskContinuationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    /// <summary>Runs a step.</summary>
    /// <returns>Its end.</returns>
    public Task Run(Func<Task> step) => _steps.StartNew(step).Unwrap();
}
