namespace Sylk.Toml.Tests;

/// <summary>Test data kept beside the repository.</summary>
internal static class Corpus
{
    public static string? Find(string name)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Sylk.sln")))
        {
            directory = directory.Parent;
        }

        var path = directory is null ? null : Path.Combine(directory.FullName, "..", "shared", "corpora", name);
        return Directory.Exists(path) ? path : null;
    }
}
