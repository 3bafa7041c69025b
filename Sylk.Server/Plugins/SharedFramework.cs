using System.Collections.Frozen;
using System.Reflection;

namespace Sylk.Server.Plugins;

/// <summary>The assemblies of the .NET and ASP.NET Core frameworks this process runs on.</summary>
internal static class SharedFramework
{
    private static readonly FrozenDictionary<string, string> Paths =
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(path => !path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal))
        .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the framework has an assembly in at least the version asked for.</summary>
    public static bool Has(AssemblyName wanted) =>
        wanted.Name is { } name && Paths.TryGetValue(name, out var path)
        && (wanted.Version is null || AssemblyName.GetAssemblyName(path).Version >= wanted.Version);
}
