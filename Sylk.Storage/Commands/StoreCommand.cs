using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Commands;

/// <summary>The command <c>sylk-db</c>: looks into a store and changes it, also while a server uses it.</summary>
public static class StoreCommand
{
    /// <summary>Counting and exporting may take long in a large store.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="options">Where the store is.</param>
    /// <param name="console">Where it reads and writes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The exit code: 0 done, 1 failed, 2 wrong usage.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, StoreOptions options, StoreConsole console, TimeProvider time, CancellationToken cancellationToken)
    {
        if (StoreCommandLine.Parse(arguments, out var mistake) is not { } line)
        {
            return Fail(console, $"{mistake}; --help tells the usage", 2);
        }

        if (line.Verb == "help")
        {
            console.Out.WriteLine(StoreCommandLine.Help);
            return 0;
        }

        if (line.Verb == "remove" && !line.Yes && !console.IsTerminal)
        {
            return Fail(console, "nobody is there to answer: say --yes", 2);
        }

        if (options.Postgres is null && line.Verb != "import" && !File.Exists(options.File))
        {
            return Fail(console, $"there is no store yet: {options.File} does not exist", 1);
        }

        try
        {
            if (options.Postgres is null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(options.File)!);
            }

            await using var store = await Store.OpenAsync(options with { Timeout = Limit }, NullLoggerFactory.Instance, time, cancellationToken);
            return line.Verb switch
            {
                "show" => await new ShowCommand(store, console, time).RunAsync(line, cancellationToken),
                "remove" => await new RemoveCommand(store, console, time).RunAsync(line, cancellationToken),
                "export" => await TransferCommand.ExportAsync(store, console, line.Account, cancellationToken),
                _ => await TransferCommand.ImportAsync(store, console, line.Path, time, cancellationToken),
            };
        }
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Fail(console, e.Message, 1);
        }
    }

    private static int Fail(StoreConsole console, string reason, int exitCode)
    {
        console.Error.WriteLine($"sylk-db: {reason}");
        return exitCode;
    }
}
