using Sylk.Abstractions.Sip;
using Sylk.Registrar.Accounts;
using Sylk.Registrar.Registration;

namespace Sylk.Registrar.Proxying;

/// <summary>Turns the bindings of an account into targets. Each inner list is one branch: its targets are ways to the same
/// user agent, tried one after the other (RFC 5626 section 7 forbids to fork to two flows of one instance).</summary>
internal static class TargetSet
{
    /// <summary>The targets of an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="requestUri">A <c>sips</c> URI asks for TLS up to the user agent (RFC 5630).</param>
    /// <param name="now">The time.</param>
    /// <param name="isAlive">Tells flows that still live.</param>
    /// <param name="isWanted">Tells bindings that are to be used; without it all are.</param>
    public static IReadOnlyList<IReadOnlyList<Target>> Of(
        Account account, SipUri requestUri, DateTimeOffset now, Func<SipFlow, bool> isAlive, Func<Binding, bool>? isWanted = null)
    {
        var branches = new List<IReadOnlyList<Target>>();
        foreach (var instance in account.Bindings.Current
            .Where(b => b.IsLive(now, isAlive) && isWanted?.Invoke(b) != false && (!requestUri.IsSecure || b.Peer.Transport is "TLS" or "LOCAL"))
            .GroupBy(b => b.RegId > 0 ? b.InstanceId : null))
        {
            if (instance.Key is null)
            {
                branches.AddRange(instance.Select(b => TargetsOf(b, isAlive).ToList()));
            }
            else
            {
                branches.Add(instance.OrderByDescending(b => b.Refreshed).SelectMany(b => TargetsOf(b, isAlive)).ToList());
            }
        }

        return branches;
    }

    private static IEnumerable<Target> TargetsOf(Binding binding, Func<SipFlow, bool> isAlive)
    {
        var target = new Target(binding.Contact.Uri, SipDestination.FromRequest) { Binding = binding, Path = binding.Path };
        if (binding.Reachability == Reachability.Path)
        {
            yield return target;
            yield break;
        }

        target = target with { Peer = binding.Peer };
        if (binding.Reachability != Reachability.Contact && isAlive(binding.Peer.Flow))
        {
            yield return target with { Destination = SipDestination.To(binding.Peer.Flow) };
        }

        if (binding.Reachability != Reachability.Flow)
        {
            yield return target;
        }
    }
}
