using System.Security.Cryptography;

namespace Sylk.Registrar;

/// <summary>The key that signs our Record-Routes. It outlives the process: phones in a call must be able to hang up through
/// a server that was restarted.</summary>
internal static class SecretKey
{
    private const int Length = 32;

    /// <summary>Reads the key, or makes one that only this user can read.</summary>
    public static byte[] LoadOrCreate(string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: Length } key)
        {
            return key;
        }

        key = RandomNumberGenerator.GetBytes(Length);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(key);
        return key;
    }
}
