using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sylk.WebRtcGateway.Files;

/// <summary>The key with which the gateway recognises what it has given out: URLs, and the names of browsers.</summary>
internal sealed class SecretKey
{
    private const int Length = 32;

    private readonly byte[] _key;

    private SecretKey(byte[] key) => _key = key;

    /// <summary>Reads the key, or makes it. URLs given out outlive the process.</summary>
    public static SecretKey Open(string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: Length } known)
        {
            return new(known);
        }

        var key = RandomNumberGenerator.GetBytes(Length);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var temporary = path + ".new";
        using (var file = new FileStream(temporary, options))
        {
            file.Write(key);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        return new(key);
    }

    /// <summary>Signs texts, for one purpose.</summary>
    /// <returns>43 characters that fit into a URL.</returns>
    public string Sign(string purpose, params ReadOnlySpan<string> texts)
    {
        // With their lengths, so that nothing can move from one text into the next.
        var whole = new StringBuilder(purpose);
        foreach (var text in texts)
        {
            whole.Append(CultureInfo.InvariantCulture, $"\n{text.Length}:{text}");
        }

        return Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(whole.ToString())));
    }

    /// <summary>Whether a signature is ours.</summary>
    public bool IsSigned(string? signature, string purpose, params ReadOnlySpan<string> texts) =>
        signature is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.ASCII.GetBytes(Sign(purpose, texts)));
}
