using System.Globalization;
using Sylk.Media.Plane;

namespace Sylk.Media.Sdp;

/// <summary><c>a=crypto:</c> (RFC 4568 section 9.1) of a suite and with parameters we can do: one inline key without MKI,
/// and no session parameter that changes the packets. The key is that of the one who says it.</summary>
public sealed record CryptoAttribute(uint Tag, SrtpProfile Profile, ReadOnlyMemory<byte> KeySalt)
{
    private const string Inline = "inline:";

    /// <summary>Bytes of master key and master salt together.</summary>
    public static int KeySaltLength(SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 28 : 30;

    public static bool TryParse(ReadOnlySpan<char> value, out CryptoAttribute crypto)
    {
        crypto = null!;
        FieldReader fields = new(value);
        if (!fields.TryReadUInt32(out uint tag) || tag > 999_999_999 ||
            !fields.TryRead(out ReadOnlySpan<char> suite) || ProfileOf(suite) is not { } profile ||
            !fields.TryRead(out ReadOnlySpan<char> key) || !TryParseKey(key, KeySaltLength(profile), out byte[] keySalt))
        {
            return false;
        }

        while (fields.TryRead(out ReadOnlySpan<char> parameter))
        {
            // Only the window size hint and a zero key derivation rate leave the packets as we make them.
            if (!parameter.StartsWith("WSH=", StringComparison.Ordinal) && parameter is not "KDR=0")
            {
                return false;
            }
        }

        crypto = new(tag, profile, keySalt);
        return true;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Tag} {SuiteOf(Profile)} {Inline}{Convert.ToBase64String(KeySalt.Span)}");

    private static SrtpProfile? ProfileOf(ReadOnlySpan<char> suite) => suite switch
    {
        "AES_CM_128_HMAC_SHA1_80" => SrtpProfile.Aes128CmHmacSha1Tag80,
        "AES_CM_128_HMAC_SHA1_32" => SrtpProfile.Aes128CmHmacSha1Tag32,
        "AEAD_AES_128_GCM" => SrtpProfile.AeadAes128Gcm,
        _ => null,
    };

    private static string SuiteOf(SrtpProfile profile) => profile switch
    {
        SrtpProfile.Aes128CmHmacSha1Tag80 => "AES_CM_128_HMAC_SHA1_80",
        SrtpProfile.Aes128CmHmacSha1Tag32 => "AES_CM_128_HMAC_SHA1_32",
        _ => "AEAD_AES_128_GCM",
    };

    private static bool TryParseKey(ReadOnlySpan<char> field, int length, out byte[] keySalt)
    {
        keySalt = [];
        if (!field.StartsWith(Inline, StringComparison.OrdinalIgnoreCase) || field.Contains(';'))
        {
            return false;
        }

        // key || salt [ "|" lifetime ] [ "|" MKI ":" length ]: a lifetime we never reach is no concern, an MKI is in every packet.
        ReadOnlySpan<char> parts = field[Inline.Length..];
        int bar = parts.IndexOf('|');
        if (bar >= 0 && parts[bar..].Contains(':'))
        {
            return false;
        }

        ReadOnlySpan<char> base64 = bar < 0 ? parts : parts[..bar];
        Span<byte> buffer = stackalloc byte[48];
        if (base64.Length > 64 || !Convert.TryFromBase64Chars(Padded(base64), buffer, out int written) || written != length)
        {
            return false;
        }

        keySalt = buffer[..written].ToArray();
        return true;
    }

    /// <summary>Some peers leave the padding away.</summary>
    private static string Padded(ReadOnlySpan<char> base64) => (base64.Length % 4) switch
    {
        2 => $"{base64}==",
        3 => $"{base64}=",
        _ => base64.ToString(),
    };
}
