using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Storage.Tests.Support;

namespace Sylk.Storage.Tests.Sqlite;

public sealed class KillTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(1000)]
    public async Task What_was_completed_is_there_once_and_in_order_after_the_process_was_killed(int lines)
    {
        await using var place = new SqlitePlace();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(KillTests).Assembly.Location, place.Options.File])
        {
            RedirectStandardOutput = true,
        })!;
        var completed = new List<string>();
        while (completed.Count < lines && await process.StandardOutput.ReadLineAsync() is { } line)
        {
            completed.Add(line);
        }

        process.Kill();
        var rest = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(128 + 9, process.ExitCode);

        // The last line may be cut; it is not counted then.
        completed.AddRange(rest.Split('\n')[..^1]);
        await using var store = await Store.OpenAsync(place.Options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        var stored = new List<string>();
        await foreach (var entry in store.Journals.ReadAsync(Drafts.Alice, new()))
        {
            stored.Add(entry.MessageId);
            Assert.Equal(stored.Count, entry.Sequence);
        }

        Assert.True(completed.Count >= lines);
        Assert.Empty(completed.Except(stored));
        Assert.Equal(stored.Distinct().Count(), stored.Count);
        foreach (var writer in stored.GroupBy(id => id.Split('-')[0]))
        {
            Assert.Equal(Enumerable.Range(0, writer.Count()).Select(i => $"{writer.Key}-{i}"), writer);
        }
    }
}
