using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Connections;

namespace Sylk.WebRtcGateway.AddressBooks;

/// <summary>Lets what is asked of one account, by any of its devices, happen one after the other. May be used on any thread.</summary>
internal sealed class AccountTurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AccountAddress, (Turns Turns, int Waiting)> _accounts = [];

    /// <summary>Runs a step when all those before of the same account have ended.</summary>
    public async Task Take(AccountAddress account, Func<Task> step)
    {
        Task turn;
        lock (_lock)
        {
            var (turns, waiting) = _accounts.GetValueOrDefault(account, (new(), 0));
            _accounts[account] = (turns, waiting + 1);
            turn = turns.Take(() => Task.Run(step));
        }

        try
        {
            await turn;
        }
        finally
        {
            Leave(account);
        }
    }

    private void Leave(AccountAddress account)
    {
        lock (_lock)
        {
            var (turns, waiting) = _accounts[account];
            if (waiting == 1)
            {
                _accounts.Remove(account);
            }
            else
            {
                _accounts[account] = (turns, waiting - 1);
            }
        }
    }
}
