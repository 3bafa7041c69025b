using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.Registrar.Accounts;

namespace Sylk.Registrar.Messages;

/// <summary>Delivers what was kept for an account when one of its devices registers: in order, one after the other, each until
/// somebody has taken or refused it. Safe for concurrent use.</summary>
internal sealed class SpoolDelivery(HomeMessages messages, MessageSpool spool, TimeProvider time, ILogger logger, CancellationToken stopping)
{
    /// <summary>A device may need a moment after it has registered. When all these have passed the next registration is waited for.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(20)];

    private readonly ConcurrentDictionary<Account, Task> _running = [];

    /// <summary>Begins, unless that goes on already.</summary>
    public void Begin(Account account, ISipDomain domain)
    {
        var begun = new TaskCompletionSource();
        if (_running.TryAdd(account, begun.Task))
        {
            _ = RunAsync(account, domain, begun);
        }
    }

    /// <summary>Completes when nothing is being delivered any more.</summary>
    public Task EndedAsync() => Task.WhenAll(_running.Values);

    private async Task RunAsync(Account account, ISipDomain domain, TaskCompletionSource ended)
    {
        try
        {
            await DeliverAsync(account, domain);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The rest waits on.
        }
        catch (StoreException exception)
        {
            logger.LogSpoolFailed(account.AddressOfRecord, exception.Message);
        }
        catch (Exception exception)
        {
            logger.LogDeliveryFailed(exception, account.AddressOfRecord);
        }
        finally
        {
            _running.TryRemove(account, out _);
            ended.SetResult();
        }
    }

    private async Task DeliverAsync(Account account, ISipDomain domain)
    {
        var failures = 0;
        while (await spool.NextAsync(account, stopping) is var (id, request))
        {
            if (await messages.DeliverAsync(request, account, domain, stopping))
            {
                await spool.RemoveAsync(id, stopping);
                failures = 0;
            }
            else if (failures < Pauses.Length)
            {
                await Task.Delay(Pauses[failures++], time, stopping);
            }
            else
            {
                return;
            }
        }
    }
}
