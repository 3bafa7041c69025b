using Sylk.Toml;

namespace Sylk.Server.Configuration.Binding;

/// <summary>A settings file as read.</summary>
/// <param name="Name">Path as shown to people.</param>
/// <param name="Directory">Where relative paths in it begin.</param>
/// <param name="Root">Its keys; empty if the file does not exist.</param>
/// <param name="Exists">Whether it exists.</param>
internal sealed record SettingsFile(string Name, string Directory, TomlTable Root, bool Exists)
{
    /// <summary>Reads a file and reports what is not TOML.</summary>
    public static SettingsFile Read(string path, SettingsProblems problems)
    {
        var name = Display(path);
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(name, directory, TomlReader.Read(""), Exists: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(name), $"the file cannot be read: {e.Message}");
            return new(name, directory, TomlReader.Read(""), Exists: true);
        }

        TomlReader.TryRead(bytes, out var root, out var errors);
        foreach (var error in errors)
        {
            problems.Add(new(name, error.Position), error.Message);
        }

        return new(name, directory, root, Exists: true);
    }

    /// <summary>The path from here if it lies below, else the whole path.</summary>
    public static string Display(string path)
    {
        var relative = Path.GetRelativePath(System.IO.Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(path) : relative;
    }
}
