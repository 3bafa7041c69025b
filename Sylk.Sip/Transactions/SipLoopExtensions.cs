namespace Sylk.Sip.Transactions;

internal static class SipLoopExtensions
{
    /// <summary>Goes on with the outcome of a task on the loop: at once if it is there already.</summary>
    public static void When<T>(this ISipLoop loop, ValueTask<T> task, Action<T> then, Action<Exception> failed)
    {
        if (task.IsCompletedSuccessfully)
        {
            then(task.Result);
            return;
        }

        _ = WaitAsync(loop, task, then, failed);
    }

    private static async Task WaitAsync<T>(ISipLoop loop, ValueTask<T> task, Action<T> then, Action<Exception> failed)
    {
        try
        {
            var result = await task.ConfigureAwait(false);
            loop.Post(() => then(result));
        }
        catch (Exception e)
        {
            loop.Post(() => failed(e));
        }
    }
}
