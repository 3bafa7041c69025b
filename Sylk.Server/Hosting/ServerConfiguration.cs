using System.Collections;
using Sylk.Abstractions.Configuration;
using Sylk.Server.Configuration;
using Sylk.Server.Configuration.Binding;
using Sylk.Server.Plugins;

namespace Sylk.Server.Hosting;

/// <summary>Everything that is configured: <c>sylk.toml</c>, the environment, the installed applications and their files.</summary>
internal sealed class ServerConfiguration
{
    private const string MainFile = "sylk.toml";
    private readonly string _directory;
    private readonly EnvironmentOverrides _overrides;
    private readonly SettingsProblems _problems = new();
    private bool _listensBeyondLoopback;

    private ServerConfiguration(string directory, IDictionary environment)
    {
        _directory = Path.GetFullPath(directory);
        _overrides = new(environment);
    }

    public ServerSettings Settings { get; private set; } = new();

    /// <summary>Manifests of the applications that are to run.</summary>
    public IReadOnlyList<PluginManifest> Enabled { get; private set; } = [];

    public IEnumerable<SettingsProblem> Problems => _problems.InOrder;

    public bool HasProblems => _problems.Count > 0;

    /// <summary>Reads <c>sylk.toml</c> and finds the applications. Their own files are read by <see cref="Bind"/>.</summary>
    /// <param name="directory">The directory of the settings files.</param>
    /// <param name="environment">Environment variables.</param>
    /// <param name="applicationDirectories">Where applications are, besides <c>applications.plugin_dir</c>.</param>
    public static ServerConfiguration Read(string directory, IDictionary environment, IEnumerable<string> applicationDirectories)
    {
        var configuration = new ServerConfiguration(directory, environment);
        var main = configuration.ReadMainFile();
        configuration.FindApplications(applicationDirectories, main.ProblemsBelow("applications"));
        return configuration;
    }

    public string FileOf(string application) => Path.Combine(_directory, application + ".toml");

    /// <summary>Binds the settings file of an application.</summary>
    public object Bind(string application, Type settings)
    {
        var file = SettingsFile.Read(FileOf(application), _problems);
        return new SettingsBinder(file, application, _overrides, _problems, _listensBeyondLoopback).Bind(settings);
    }

    /// <summary>Reports environment variables that nothing has read; call it last.</summary>
    public void ReportUnusedVariables() => _overrides.ReportUnused(_problems);

    private SettingsBinder ReadMainFile()
    {
        var file = SettingsFile.Read(Path.Combine(_directory, MainFile), _problems);
        if (!file.Exists)
        {
            _problems.Add(new(file.Name), "the file is missing");
        }

        var binder = new SettingsBinder(file, "", _overrides, _problems);
        Settings = binder.Bind<ServerSettings>();
        _listensBeyondLoopback = !HasProblems && Settings.ListensBeyondLoopback;
        return binder;
    }

    private void FindApplications(IEnumerable<string> directories, ISettingsProblems problems)
    {
        var settings = Settings.Applications;
        var installed = PluginCatalog.Find(settings.PluginDir is null ? directories : directories.Append(settings.PluginDir), _problems);
        Enabled = settings.Enabled is null ? installed : [.. installed.Where(m => settings.Enabled.Contains(m.Id))];
        var enabled = Enabled.Select(m => m.Id).ToList();
        foreach (var (i, id) in (settings.Enabled ?? []).Index())
        {
            if (!enabled.Contains(id))
            {
                problems.Add($"enabled[{i}]", $"no application '{id}' is installed{Spelling.Suggest(id, installed.Select(m => m.Id))}");
            }
        }

        var routes = settings.Map.Select(route => (Key: $"map.{route.Key}", Id: route.Value));
        foreach (var (key, id) in settings.Default is { } fallback ? routes.Append(("default", fallback)) : routes)
        {
            if (!enabled.Contains(id))
            {
                problems.Add(key, $"no application '{id}' is enabled{Spelling.Suggest(id, enabled)}");
            }
        }
    }
}
