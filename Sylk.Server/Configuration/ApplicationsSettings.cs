using Sylk.Abstractions.Configuration;
using Sylk.Server.Routing;

namespace Sylk.Server.Configuration;

/// <summary><c>[applications]</c></summary>
internal sealed class ApplicationsSettings : IValidatedSettings
{
    [Setting("Ids of the applications that run. Without the key all that are installed do.")]
    public IReadOnlyList<string>? Enabled { get; init; }

    [Setting("Application that gets a request when nothing in `map` fits. Without the key such a request is answered 404.")]
    public string? Default { get; init; }

    [Setting("Which application gets a request, by its Request-URI. Keys are `user@host`, then `host` or `*@host`, then `user` or `user@*`, tried in this order; values are ids of applications. An application that the header `X-Sylk-App` of a trusted peer names counts before all.")]
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    [Setting("Further directory with applications, one sub-directory each.", IsPath = true)]
    public string? PluginDir { get; init; }

    public void Validate(ISettingsProblems problems)
    {
        foreach (var key in Map.Keys)
        {
            if (RoutingMap.Check(key) is { } mistake)
            {
                problems.Add($"map.{key}", mistake);
            }
        }

        if (PluginDir is not null && !Directory.Exists(PluginDir))
        {
            problems.Add("plugin_dir", $"the directory {PluginDir} does not exist");
        }
    }
}
