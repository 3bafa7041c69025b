namespace Sylk.Storage.Commands;

/// <summary>Changes a store in steps and rests after each as long as it took: SQLite has no queue for processes that want to
/// write, and a server that uses the file must get its turn.</summary>
internal sealed class FairTurns(TimeProvider time)
{
    /// <summary>Takes a step and rests.</summary>
    public async Task<int> TakeAsync(Func<ValueTask<int>> step, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var result = await step();
        await Task.Delay(time.GetElapsedTime(start), time, cancellationToken);
        return result;
    }

    /// <summary>Repeats a step until it has nothing more to do.</summary>
    /// <param name="step">Changes at most so many rows and tells how many.</param>
    /// <param name="size">That many.</param>
    /// <param name="cancellationToken">Cancels between steps.</param>
    /// <returns>How many rows were changed.</returns>
    public async Task<int> TakeAllAsync(Func<ValueTask<int>> step, int size, CancellationToken cancellationToken)
    {
        var (total, changed) = (0, 0);
        do
        {
            changed = await TakeAsync(step, cancellationToken);
            total += changed;
        }
        while (changed >= size);
        return total;
    }
}
