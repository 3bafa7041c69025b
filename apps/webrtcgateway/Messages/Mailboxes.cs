using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Gives the journal of each account its order: what is done for one account is done step after step, so that every device
/// is told in the order in which the journal has it. A step that waits for the store holds up its own account and nobody else. May
/// be used on any thread.</summary>
internal sealed class Mailboxes
{
    /// <summary>Steps that may wait for one account.</summary>
    private const int MaxSteps = 2000;

    private readonly Dictionary<AccountAddress, Mailbox> _open = [];

    /// <summary>Runs a step when all those before have ended.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="step">Must not wait for a step of another account that waits for this one.</param>
    /// <returns>The end of the step.</returns>
    /// <exception cref="StoreException">Too many wait already.</exception>
    public async Task<T> RunAsync<T>(AccountAddress account, Func<Task<T>> step)
    {
        Task<T> run;
        Mailbox mailbox;
        lock (_open)
        {
            if (!_open.TryGetValue(account, out mailbox!))
            {
                _open.Add(account, mailbox = new());
            }

            if (mailbox.Steps == MaxSteps)
            {
                throw new StoreException("too much is to be done for one account", isTransient: true);
            }

            mailbox.Steps++;
            run = After(mailbox.Last, step);
            mailbox.Last = run;
        }

        try
        {
            return await run;
        }
        finally
        {
            Leave(account, mailbox);
        }
    }

    /// <inheritdoc cref="RunAsync{T}" />
    public Task RunAsync(AccountAddress account, Func<Task> step) => RunAsync(account, async () =>
    {
        await step();
        return true;
    });

    /// <summary>Completes when nothing is being done any more.</summary>
    public async Task IdleAsync()
    {
        while (Running() is { Count: > 0 } running)
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        }
    }

    private List<Task> Running()
    {
        lock (_open)
        {
            return [.. _open.Values.Select(m => m.Last)];
        }
    }

    private void Leave(AccountAddress account, Mailbox mailbox)
    {
        lock (_open)
        {
            if (--mailbox.Steps == 0)
            {
                _open.Remove(account);
            }
        }
    }

    /// <summary>Leaves the caller's thread and loop in any case.</summary>
    private static async Task<T> After<T>(Task previous, Func<Task<T>> step)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        return await step();
    }

    /// <summary>What there is to be done for an account.</summary>
    private sealed class Mailbox
    {
        public Task Last { get; set; } = Task.CompletedTask;

        public int Steps { get; set; }
    }
}
