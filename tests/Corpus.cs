namespace Sylk.Tests;

/// <summary>Test data kept beside the repository.</summary>
internal static class Corpus
{
    /// <summary>The folder, or <c>null</c>, which the console is told.</summary>
    public static string? Find(string name)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var path = Path.Combine(directory.FullName, "shared", "corpora", name);
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        Console.WriteLine($"The corpus {name} is not here.");
        return null;
    }

    /// <summary>The files in a folder and below it; none where the corpora are not.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Read(string name) => Find(name) is { } folder
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file)))
        : [];
}
