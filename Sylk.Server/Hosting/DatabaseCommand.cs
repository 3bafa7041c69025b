using Sylk.Server.Plugins;
using Sylk.Storage.Commands;

namespace Sylk.Server.Hosting;

/// <summary>The command <c>sylk-db</c>: the store of the server with its settings, without the server.</summary>
internal static class DatabaseCommand
{
    private const string ConfigDirectory = "--config-dir";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var (directory, rest) = Split(arguments);
        if (directory.Length == 0)
        {
            await Console.Error.WriteLineAsync($"sylk-db: option {ConfigDirectory} needs a value");
            return 2;
        }

        if (rest.Contains("--help"))
        {
            return await StoreCommand.RunAsync(rest, new() { File = "" }, StoreConsole.Process, TimeProvider.System, CancellationToken.None);
        }

        var configuration = ServerConfiguration.Read(directory, Environment.GetEnvironmentVariables(), [PluginCatalog.BuiltInDirectory]);
        foreach (var problem in configuration.Problems)
        {
            await Console.Error.WriteLineAsync(problem.ToString());
        }

        if (configuration.HasProblems)
        {
            return 1;
        }

        var options = configuration.Settings.Store.Options(configuration.Settings.Server.DataDir);
        return await StoreCommand.RunAsync(rest, options, StoreConsole.Process, TimeProvider.System, CancellationToken.None);
    }

    /// <summary>Takes the directory of the settings out of the arguments.</summary>
    private static (string Directory, List<string> Others) Split(IReadOnlyList<string> arguments)
    {
        var (directory, rest) = (CommandLine.DefaultConfigDirectory, new List<string>());
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == ConfigDirectory)
            {
                directory = ++i < arguments.Count ? arguments[i] : "";
            }
            else if (arguments[i].StartsWith(ConfigDirectory + "=", StringComparison.Ordinal))
            {
                directory = arguments[i][(ConfigDirectory.Length + 1)..];
            }
            else
            {
                rest.Add(arguments[i]);
            }
        }

        return (directory, rest);
    }
}
