using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sylk.Media.Dtls;

/// <summary>Protects and opens records of epoch 1 in both directions (RFC 5246 section 6.2.3.3, RFC 6347 section 4.1.2).</summary>
internal sealed class DtlsRecordKeys
{
    private const int TagLength = 16;
    private const int NonceLength = 12;

    /// <summary>An alert, its nonce and tag, and much more.</summary>
    private const int MaxFragment = 256;

    private readonly DtlsCipherSuite _suite;
    private readonly byte[] _localKey;
    private readonly byte[] _remoteKey;
    private readonly byte[] _localNonce;
    private readonly byte[] _remoteNonce;

    /// <summary>Derives the keys (RFC 5246 section 6.3).</summary>
    public DtlsRecordKeys(
        DtlsCipherSuite suite, bool isClient, ReadOnlySpan<byte> masterSecret, ReadOnlySpan<byte> clientRandom, ReadOnlySpan<byte> serverRandom)
    {
        _suite = suite;
        var block = Expand(suite, masterSecret, [.. serverRandom, .. clientRandom], 2 * (suite.KeyLength + suite.FixedNonceLength));
        var clientKey = block[..suite.KeyLength];
        var serverKey = block[suite.KeyLength..(2 * suite.KeyLength)];
        var nonces = block.AsSpan(2 * suite.KeyLength);
        var clientNonce = nonces[..suite.FixedNonceLength].ToArray();
        var serverNonce = nonces[suite.FixedNonceLength..].ToArray();
        CryptographicOperations.ZeroMemory(block);
        (_localKey, _remoteKey) = isClient ? (clientKey, serverKey) : (serverKey, clientKey);
        (_localNonce, _remoteNonce) = isClient ? (clientNonce, serverNonce) : (serverNonce, clientNonce);
    }

    /// <summary>Opens a record of the peer.</summary>
    /// <returns>The plain text, or <c>null</c> if it is not genuine, or longer than anything that is expected.</returns>
    public byte[]? Open(in DtlsRecord record)
    {
        var length = record.Fragment.Length - _suite.ExplicitNonceLength - TagLength;
        if (length < 0 || record.Fragment.Length > MaxFragment)
        {
            return null;
        }

        Span<byte> associated = stackalloc byte[DtlsRecord.HeaderLength];
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteAssociated(associated, record.Type, record.Epoch, record.SequenceNumber, length);
        WriteNonce(nonce, _remoteNonce, associated[..8], record.Fragment[.._suite.ExplicitNonceLength]);
        var sealedText = record.Fragment[_suite.ExplicitNonceLength..];
        var plain = new byte[length];
        try
        {
            if (_suite.IsChaCha20)
            {
                using var cipher = new ChaCha20Poly1305(_remoteKey);
                cipher.Decrypt(nonce, sealedText[..length], sealedText[length..], plain, associated);
            }
            else
            {
                using var cipher = new AesGcm(_remoteKey, TagLength);
                cipher.Decrypt(nonce, sealedText[..length], sealedText[length..], plain, associated);
            }

            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Makes a record.</summary>
    public byte[] Seal(byte type, ushort epoch, long sequenceNumber, ReadOnlySpan<byte> plain)
    {
        var record = new byte[DtlsRecord.HeaderLength + _suite.ExplicitNonceLength + plain.Length + TagLength];
        DtlsRecord.WriteHeader(record, type, epoch, sequenceNumber, record.Length - DtlsRecord.HeaderLength);
        Span<byte> associated = stackalloc byte[DtlsRecord.HeaderLength];
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteAssociated(associated, type, epoch, sequenceNumber, plain.Length);
        var explicitNonce = record.AsSpan(DtlsRecord.HeaderLength, _suite.ExplicitNonceLength);
        associated[.._suite.ExplicitNonceLength].CopyTo(explicitNonce);
        WriteNonce(nonce, _localNonce, associated[..8], explicitNonce);
        var text = record.AsSpan(DtlsRecord.HeaderLength + _suite.ExplicitNonceLength, plain.Length);
        var tag = record.AsSpan(record.Length - TagLength);
        if (_suite.IsChaCha20)
        {
            using var cipher = new ChaCha20Poly1305(_localKey);
            cipher.Encrypt(nonce, plain, text, tag, associated);
        }
        else
        {
            using var cipher = new AesGcm(_localKey, TagLength);
            cipher.Encrypt(nonce, plain, text, tag, associated);
        }

        return record;
    }

    /// <summary>Epoch and sequence number, then type, version and length of the plain text.</summary>
    private static void WriteAssociated(Span<byte> associated, byte type, ushort epoch, long sequenceNumber, int length)
    {
        BinaryPrimitives.WriteUInt64BigEndian(associated, ((ulong)epoch << 48) | (ulong)sequenceNumber);
        associated[8] = type;
        BinaryPrimitives.WriteUInt16BigEndian(associated[9..], DtlsRecord.Version);
        BinaryPrimitives.WriteUInt16BigEndian(associated[11..], (ushort)length);
    }

    private static void WriteNonce(Span<byte> nonce, ReadOnlySpan<byte> fixedPart, ReadOnlySpan<byte> epochAndSequence, ReadOnlySpan<byte> explicitPart)
    {
        fixedPart.CopyTo(nonce);
        explicitPart.CopyTo(nonce[fixedPart.Length..]);
        if (explicitPart.IsEmpty)
        {
            // RFC 7905 section 2: the sequence number, padded to the left, is added to the fixed part.
            for (var i = 0; i < epochAndSequence.Length; i++)
            {
                nonce[NonceLength - epochAndSequence.Length + i] ^= epochAndSequence[i];
            }
        }
    }

    /// <summary>The pseudo-random function (RFC 5246 section 5) with the label of the key block.</summary>
    private static byte[] Expand(DtlsCipherSuite suite, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed, int length)
    {
        byte[] labelled = [.. "key expansion"u8, .. seed];
        var output = new List<byte>(length + 48);
        var a = labelled;
        while (output.Count < length)
        {
            a = CryptographicOperations.HmacData(suite.Hash, secret, a);
            output.AddRange(CryptographicOperations.HmacData(suite.Hash, secret, [.. a, .. labelled]));
        }

        return [.. output.Take(length)];
    }
}
