namespace Sylk.Sip.Tests.Support;

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
}
