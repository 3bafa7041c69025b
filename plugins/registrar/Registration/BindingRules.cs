using System.Globalization;
using Sylk.Abstractions.Sip;
using Sylk.Registrar.Settings;

namespace Sylk.Registrar.Registration;

/// <summary>What a REGISTER makes of the bindings of an account (RFC 3261 section 10.3 steps 6 to 8, RFC 5626 section 6).
/// It succeeds as a whole or changes nothing.</summary>
internal sealed class BindingRules(RegistrarSettings settings, TimeProvider time)
{
    /// <summary>Works out the new bindings.</summary>
    /// <param name="request">An authenticated REGISTER.</param>
    /// <param name="peer">Where it came from.</param>
    /// <param name="isHere">Tells addresses of this server and its domains.</param>
    /// <param name="current">The bindings of the account.</param>
    /// <param name="failure">Why it is refused; then the bindings stay.</param>
    public IReadOnlyList<Binding> Apply(
        SipRequest request, SipPeer peer, Func<SipUri, bool> isHere, IReadOnlyList<Binding> current, out RegisterFailure? failure)
    {
        var contacts = request.Headers.GetList("Contact");
        if (contacts.Contains("*"))
        {
            return RemoveAll(request, contacts, current, out failure);
        }

        failure = Read(request, contacts, out var requested);
        if (failure is not null || requested.Count == 0)
        {
            return current;
        }

        var now = time.GetUtcNow();
        var result = current.Where(b => now < b.Expires).ToList();
        foreach (var contact in requested)
        {
            failure = Check(request, peer, isHere, contact);
            if (failure is not null)
            {
                return current;
            }

            var binding = Create(request, peer, contact, now);
            if (current.FirstOrDefault(binding.IsSame) is { } known && IsOutOfOrder(request, known))
            {
                failure = new(400, "CSeq Out of Order");
                return current;
            }

            result.RemoveAll(binding.IsSame);
            if (contact.Expires != TimeSpan.Zero)
            {
                result.Add(binding);
            }
        }

        while (result.Count > settings.MaxBindings)
        {
            result.Remove(result.MinBy(b => b.Refreshed)!);
        }

        return result;
    }

    /// <summary>Whether the flow of the request itself is what is registered (RFC 5626 section 6).</summary>
    public static bool IsOutbound(SipRequest request, RequestedContact contact) =>
        contact is { RegId: > 0, InstanceId: not null } && request.HasOption("Supported", "outbound");

    private static IReadOnlyList<Binding> RemoveAll(SipRequest request, IReadOnlyList<string> contacts, IReadOnlyList<Binding> current, out RegisterFailure? failure)
    {
        failure = null;
        if (contacts.Count != 1 || request.Headers["Expires"]?.Trim() is not "0")
        {
            failure = new(400, "Contact * Needs Expires 0 and No Other Contact");
        }
        else if (current.Any(b => IsOutOfOrder(request, b)))
        {
            failure = new(400, "CSeq Out of Order");
        }

        return failure is null ? [] : current;
    }

    private RegisterFailure? Read(SipRequest request, IReadOnlyList<string> contacts, out List<RequestedContact> requested)
    {
        requested = [];
        if (contacts.Count > settings.MaxBindings)
        {
            return new(403, "Too Many Contacts");
        }

        foreach (var text in contacts)
        {
            if (!RequestedContact.TryParse(text, request.Headers["Expires"], out var contact))
            {
                return new(400, "Bad Contact");
            }

            requested.Add(contact);
        }

        return requested.Count(c => c.RegId > 0 && c.Expires != TimeSpan.Zero) > 1 ? new(400, "More Than One reg-id") : null;
    }

    private RegisterFailure? Check(SipRequest request, SipPeer peer, Func<SipUri, bool> isHere, RequestedContact contact)
    {
        // Requests made inside the process are trusted: nobody else may have us make them, or send us round in circles.
        if (peer.Transport != "LOCAL" && isHere(contact.Address.Uri))
        {
            return new(403, "Contact Is This Server");
        }

        if (contact.Expires is { } expires && expires > TimeSpan.Zero && expires < settings.MinExpires)
        {
            return new(423, null, "Min-Expires", ((long)settings.MinExpires.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        }

        // A proxy on the way must be one that keeps the flow, or the flow cannot be registered.
        return IsOutbound(request, contact) && request.Headers.GetList("Via").Count > 1 && !PathKeepsFlow(request) ? new(439) : null;
    }

    private static bool PathKeepsFlow(SipRequest request) =>
        request.Headers.GetList("Path") is [.., var edge] && NameAddress.TryParse(edge, out var address) && address.Uri.Parameters.Contains("ob");

    private static bool IsOutOfOrder(SipRequest request, Binding known) =>
        known.CallId == request.CallId && request.CSeq!.Value.Number <= known.CSeq;

    private Binding Create(SipRequest request, SipPeer peer, RequestedContact contact, DateTimeOffset now)
    {
        var outbound = IsOutbound(request, contact);
        var path = request.Headers.GetList("Path");
        var expires = contact.Expires ?? settings.DefaultExpires;
        return new()
        {
            Contact = contact.Address,
            CallId = request.CallId,
            CSeq = request.CSeq!.Value.Number,
            Peer = peer,
            Reachability = path.Count > 0 ? Reachability.Path : ReachabilityOf.Contact(request, peer, contact.Address.Uri, outbound),
            Refreshed = now,
            Expires = now + (expires < settings.MaxExpires ? expires : settings.MaxExpires),
            Path = path,
            InstanceId = contact.InstanceId,
            RegId = outbound ? contact.RegId : 0,
        };
    }
}
