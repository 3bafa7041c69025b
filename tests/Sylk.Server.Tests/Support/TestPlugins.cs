namespace Sylk.Server.Tests.Support;

/// <summary>The test plugins, which are built beside the tests: <c>artifacts/bin/TestPlugins/CONFIGURATION</c>.</summary>
internal static class TestPlugins
{
    private static readonly DirectoryInfo Own = new(AppContext.BaseDirectory.TrimEnd('/'));

    public static string Probe => Path.Combine(Own.Parent!.Parent!.FullName, "TestPlugins", Own.Name, "probe");

    /// <summary>The application that <c>docs/plugins.md</c> shows.</summary>
    public static string Hello => Path.Combine(Own.Parent!.Parent!.FullName, "TestPlugins", Own.Name, "hello");

    /// <summary>The probe's own library in its second version.</summary>
    public static string SecondLibrary => Path.Combine(Own.Parent!.Parent!.FullName, "TestPlugins", Own.Name, "part2", "Sylk.Probe.Part.dll");

    /// <summary>The applications delivered with the server.</summary>
    public static string BuiltIn => Path.Combine(Own.Parent!.Parent!.FullName, "Sylk.Server", Own.Name, "applications");

    /// <summary>Installs the probe under another name.</summary>
    public static string CopyProbe(string directory, string id)
    {
        var copy = Directory.CreateDirectory(Path.Combine(directory, id)).FullName;
        foreach (var file in Directory.GetFiles(Probe))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        var manifest = Path.Combine(copy, "plugin.toml");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"probe\"", $"\"{id}\"", StringComparison.Ordinal));
        return copy;
    }
}
