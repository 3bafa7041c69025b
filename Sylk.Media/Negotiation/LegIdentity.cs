using System.Globalization;
using System.Security.Cryptography;

namespace Sylk.Media.Negotiation;

/// <summary>What names our half of a leg through all its descriptions.</summary>
public sealed class LegIdentity
{
    private readonly Dictionary<int, StreamIdentity> _streams = [];

    /// <summary>For <c>o=</c>: 62 random bits (RFC 8829 section 5.2.1).</summary>
    public string SessionId { get; } =
        (BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 2).ToString(CultureInfo.InvariantCulture);

    public string Cname { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(12));

    public string StreamId { get; } = Guid.NewGuid().ToString();

    public StreamIdentity Stream(int index)
    {
        if (!_streams.TryGetValue(index, out StreamIdentity? identity))
        {
            identity = new();
            _streams.Add(index, identity);
        }

        return identity;
    }

    /// <summary>The stream is gone; another one at its position gets a new identity.</summary>
    public void Forget(int index) => _streams.Remove(index);
}
