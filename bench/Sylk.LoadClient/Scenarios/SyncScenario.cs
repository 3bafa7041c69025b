using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.LoadClient.Reporting;
using Sylk.LoadClient.Servers;
using Sylk.Storage;

namespace Sylk.LoadClient.Scenarios;

/// <summary>A browser reads a whole journal in one request. The memory this needs must not grow with the journal.</summary>
internal sealed class SyncScenario : IScenario
{
    private static readonly string Text = string.Concat(Enumerable.Repeat("lorem ipsum ", 8));

    public string Name => "sync";

    public IReadOnlyList<ServerKind> Servers { get; } = [ServerKind.SqliteFull, ServerKind.Postgres];

    public IReadOnlyList<Target> Targets { get; } = [];

    public async Task RunAsync(RunningServer server, Options options, Results results)
    {
        // Journals of three accounts, the first to warm up.
        int[] sizes = [10_000, 10_000, 100_000];
        for (var i = 0; i < sizes.Length; i++)
        {
            await FillAsync(server, $"user{i}@load.test", sizes[i]);
            await using var user = await server.RegisterUserAsync(i);
            for (var repeat = 0; i == 0 && repeat < 5; repeat++)
            {
                await user.SyncAsync();
            }

            await Task.Delay(TimeSpan.FromSeconds(2));
            var idle = server.Figures.Resident;
            server.Figures.ForgetPeak();
            var (cpu, postgres, start) = (server.Figures.CpuSeconds, server.Postgres?.CpuSeconds, Stopwatch.GetTimestamp());
            var messages = (await user.SyncAsync()).EnumerateArray().ToList();
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            cpu = server.Figures.CpuSeconds - cpu;
            if (messages.Count != sizes[i] || messages.Where((m, n) => m.GetProperty("content").GetString() != Content(n)).Any())
            {
                throw new InvalidOperationException($"{sizes[i]} messages are not what came: {messages.Count}.");
            }

            if (i > 0)
            {
                results.Add($"{sizes[i]} messages: s", seconds);
                results.Add($"{sizes[i]} messages: CPU s", cpu);
                if (server.Postgres is { } database)
                {
                    results.Add($"{sizes[i]} messages: CPU s of PostgreSQL", database.CpuSeconds - postgres!.Value);
                }

                results.Add($"{sizes[i]} messages: MB above idle", (server.Figures.PeakResident - idle) / 1e6);
                results.Add($"{sizes[i]} messages: MB idle before", idle / 1e6);
            }
        }
    }

    /// <summary>Puts messages into a journal, behind the server's back.</summary>
    private static async Task FillAsync(RunningServer server, string account, int count)
    {
        await using var store = await Store.OpenAsync(server.Store, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        var address = AccountAddress.Of(account);
        for (var i = 0; i < count; i += 500)
        {
            // Steps of the store are taken in the order in which they were asked for by SQLite only; PostgreSQL gets one after the other.
            var steps = Enumerable.Range(i, 500).Select(n => (Func<Task>)(() => store.Journals.AppendAsync(address, Draft(n)).AsTask()));
            if (server.Postgres is null)
            {
                await Task.WhenAll(steps.Select(s => s()));
                continue;
            }

            foreach (var step in steps)
            {
                await step();
            }
        }
    }

    private static JournalDraft Draft(int number) => new()
    {
        MessageId = $"{Guid.NewGuid()}",
        Contact = AccountAddress.Of($"contact{number % 20}@load.test"),
        Timestamp = "2026-01-02T03:04:05+00:00",
        Direction = MessageDirection.Incoming,
        ContentType = "text/plain",
        Content = Content(number),
        Dispositions = MessageDispositions.None,
        State = MessageState.Received,
    };

    private static string Content(int number) => $"{number} {Text}";
}
