using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sylk.Registrar.Authentication;

/// <summary>Makes and checks nonces. A nonce carries its time and a MAC, so that a challenge costs no memory; only nonces
/// that were used leave a trace, in <see cref="NonceCounts"/>. The key lives as long as the process.</summary>
/// <remarks>The MAC covers the source address: a nonce obtained at one address is of no use from another, which keeps a
/// forger of UDP source addresses from spending the attempts of somebody else. Safe for concurrent use.</remarks>
internal sealed class Nonces(TimeProvider time, TimeSpan lifetime, int capacity = NonceCounts.DefaultCapacity)
{
    private const int TimeLength = 8, SaltLength = 8, MacLength = 16, Length = TimeLength + SaltLength + MacLength;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly NonceCounts _counts = new(capacity);

    /// <summary>A fresh nonce for a source.</summary>
    public string Create(string source)
    {
        Span<byte> nonce = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(nonce, time.GetUtcNow().ToUnixTimeMilliseconds());
        RandomNumberGenerator.Fill(nonce.Slice(TimeLength, SaltLength));
        Sign(nonce[..(TimeLength + SaltLength)], source, nonce[(TimeLength + SaltLength)..]);
        return Base64Url.EncodeToString(nonce);
    }

    /// <summary>Whether a nonce was made here for this source and is not too old.</summary>
    public bool IsFresh(string nonce, string source)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Span<byte> mac = stackalloc byte[MacLength];
        if (!TryDecode(nonce, bytes))
        {
            return false;
        }

        Sign(bytes[..(TimeLength + SaltLength)], source, mac);
        var age = time.GetUtcNow().ToUnixTimeMilliseconds() - BinaryPrimitives.ReadInt64BigEndian(bytes);
        return CryptographicOperations.FixedTimeEquals(mac, bytes[(TimeLength + SaltLength)..]) && age >= 0 && age <= lifetime.TotalMilliseconds;
    }

    /// <summary>Spends a nonce count of a fresh nonce.</summary>
    /// <returns>Whether it had not been spent before (RFC 7616 section 5.5).</returns>
    public bool TrySpend(string nonce, uint count)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return TryDecode(nonce, bytes) && _counts.TryAdd(
            BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[TimeLength..]), count);
    }

    private static bool TryDecode(string nonce, Span<byte> bytes) =>
        nonce.Length == Base64Url.GetEncodedLength(Length)
        && Base64Url.DecodeFromChars(nonce, bytes, out _, out var written) == OperationStatus.Done && written == Length;

    private void Sign(ReadOnlySpan<byte> timeAndSalt, string source, Span<byte> mac)
    {
        Span<byte> input = stackalloc byte[TimeLength + SaltLength + 128];
        timeAndSalt.CopyTo(input);
        var length = Encoding.UTF8.GetBytes(source.AsSpan(0, Math.Min(source.Length, 40)), input[timeAndSalt.Length..]);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_key, input[..(timeAndSalt.Length + length)], hash);
        hash[..MacLength].CopyTo(mac);
    }
}
