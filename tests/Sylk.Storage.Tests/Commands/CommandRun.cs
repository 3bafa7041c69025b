using Sylk.Storage.Commands;

namespace Sylk.Storage.Tests.Commands;

/// <summary>The command as a process would run it.</summary>
internal static class CommandRun
{
    /// <param name="options">Where the store is.</param>
    /// <param name="input">What it reads; with it somebody is at the terminal.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(StoreOptions options, string? input, params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        using var reader = new StringReader(input ?? "");
        var exitCode = await StoreCommand.RunAsync(
            arguments, options, new(reader, output, errors, IsTerminal: input is not null), new EastClock(), CancellationToken.None);
        return (exitCode, output.ToString(), errors.ToString());
    }

    /// <summary>The time of the system, two hours east of Greenwich.</summary>
    private sealed class EastClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("two", TimeSpan.FromHours(2), "two", "two");
    }
}
