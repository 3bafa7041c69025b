using Sylk.Server.Configuration.Binding;

namespace Sylk.Server.Plugins;

/// <summary>Finds installed applications: sub-directories with a manifest.</summary>
internal static class PluginCatalog
{
    /// <summary>Where the applications delivered with the server are.</summary>
    public static string BuiltInDirectory => Path.Combine(AppContext.BaseDirectory, "applications");

    /// <summary>The manifests below some directories, which are read one after the other.</summary>
    public static IReadOnlyList<PluginManifest> Find(IEnumerable<string> directories, SettingsProblems problems)
    {
        var found = new List<PluginManifest>();
        foreach (var directory in directories.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal))
        {
            if (!File.Exists(Path.Combine(directory, PluginManifest.FileName)) || PluginManifest.Read(directory, problems) is not { } manifest)
            {
                continue;
            }

            if (found.Find(m => m.Id == manifest.Id) is { } other)
            {
                problems.Add(new(SettingsFile.Display(Path.Combine(directory, PluginManifest.FileName))),
                    $"there is another application '{manifest.Id}' in {Path.GetDirectoryName(other.Assembly)}");
                continue;
            }

            found.Add(manifest);
        }

        return found;
    }
}
