using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Authentication;

/// <summary>The challenges of the domains of this process, kept beyond the request that met them: what an account sends next is
/// answered for at once, and does not go twice. RFC 3261 section 22.3 allows it for the realm of one's own proxy, and for no other.
/// Used on the loop.</summary>
/// <param name="capacity">How many are kept; the oldest go first.</param>
internal sealed class HomeNonces(int capacity = HomeNonces.DefaultCapacity)
{
    private const int DefaultCapacity = 10_000;

    private readonly Dictionary<(SipCredentials Credentials, string Realm), DigestSession> _sessions = [];
    private readonly Queue<(SipCredentials Credentials, string Realm)> _order = [];

    public DigestSession? Find(SipCredentials credentials, string realm) => _sessions.GetValueOrDefault((credentials, realm));

    /// <summary>Keeps a challenge in the place of the one before it.</summary>
    public void Keep(SipCredentials credentials, string realm, DigestSession session)
    {
        var key = (credentials, realm);
        if (!_sessions.ContainsKey(key))
        {
            _order.Enqueue(key);
        }

        _sessions[key] = session;
        if (_sessions.Count > capacity)
        {
            _sessions.Remove(_order.Dequeue());
        }
    }
}
