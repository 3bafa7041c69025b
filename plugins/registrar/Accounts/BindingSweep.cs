using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Accounts;

/// <summary>Takes out bindings that have expired or whose flow has died.</summary>
internal sealed class BindingSweep(AccountDirectory accounts, RegistrarMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>Looks at all bindings once. Called every few seconds.</summary>
    public void Run(Func<SipFlow, bool> isAlive)
    {
        var now = time.GetUtcNow();
        Predicate<Registration.Binding> isLost = b => !b.IsLive(now, isAlive);
        foreach (var account in accounts.Accounts)
        {
            var lost = account.Bindings.Remove(isLost);
            metrics.BindingsLost(lost.Count);
            foreach (var binding in lost)
            {
                logger.LogBindingLost(account.AddressOfRecord, binding.Contact.Uri);
            }
        }
    }
}
