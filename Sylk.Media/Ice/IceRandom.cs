using System.Security.Cryptography;
using Sylk.Media.Plane;

namespace Sylk.Media.Ice;

/// <summary>Makes local credentials: 48 random bits of ufrag and 144 of password (RFC 8445 section 5.3 asks for 24 and 128).</summary>
internal static class IceRandom
{
    /// <summary>Also the length which <see cref="UfragKey"/> holds.</summary>
    public const int UfragLength = 8;

    private const int PasswordLength = 24;
    private const string IceChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public static IceCredentials MakeCredentials() =>
        new(RandomNumberGenerator.GetString(IceChars, UfragLength), RandomNumberGenerator.GetString(IceChars, PasswordLength));
}
