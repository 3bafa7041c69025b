using Sylk.Abstractions.Configuration;
using Sylk.Server.Configuration.Binding;

namespace Sylk.Server.Plugins;

/// <summary>The file <c>plugin.toml</c> beside the assembly of an application.</summary>
internal sealed class PluginManifest : IValidatedSettings
{
    public const string FileName = "plugin.toml";

    [Setting("Name of the application: in routing, as first segment of its web paths, of its settings file and its data directory. Lower case letters, digits and hyphens.", Required = true)]
    public string Id { get; init; } = "";

    [Setting("Version of the application.", Required = true)]
    public string Version { get; init; } = "";

    [Setting("Version of Sylk.Abstractions it was written for, `MAJOR.MINOR`.", Required = true)]
    public string Contract { get; init; } = "";

    [Setting("File name of its assembly.", Required = true, IsPath = true)]
    public string Assembly { get; init; } = "";

    [Setting("Full name of the application class. Without the key the only public one in the assembly that implements ISylkApplication.")]
    public string? Type { get; init; }

    [Setting("Path of a page for people, below the application's own path; the server prints its address at start.")]
    public string? Page { get; init; }

    /// <summary>Reads the manifest in a directory.</summary>
    public static PluginManifest? Read(string directory, SettingsProblems problems)
    {
        var before = problems.Count;
        var file = SettingsFile.Read(Path.Combine(directory, FileName), problems);
        var manifest = new SettingsBinder(file, "", EnvironmentOverrides.None, problems).Bind<PluginManifest>();
        return problems.Count == before ? manifest : null;
    }

    public void Validate(ISettingsProblems problems)
    {
        if (!char.IsAsciiLetterLower(Id.FirstOrDefault()) || !Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            problems.Add("id", "expected lower case letters, digits and hyphens, a letter first");
        }

        if (!System.Version.TryParse(Contract, out _))
        {
            problems.Add("contract", "expected a version such as 0.1");
        }

        if (!File.Exists(Assembly))
        {
            problems.Add("assembly", $"the file {Assembly} does not exist");
        }
    }
}
