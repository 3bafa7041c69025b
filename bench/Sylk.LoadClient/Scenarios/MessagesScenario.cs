using System.Diagnostics;
using Sylk.LoadClient.Reporting;
using Sylk.LoadClient.Servers;

namespace Sylk.LoadClient.Scenarios;

/// <summary>Messages from browser to browser: stored for the sender, sent through the home domain, stored for the receiver, told to
/// him, and the sender told that they were accepted.</summary>
internal sealed class MessagesScenario : IScenario
{
    private const int Pairs = SylkSettings.Users / 2;
    private const int Together = 10;

    public string Name => "messages";

    public IReadOnlyList<ServerKind> Servers { get; } = [ServerKind.SqliteFull, ServerKind.SqliteNormal, ServerKind.Postgres];

    public IReadOnlyList<Target> Targets { get; } = [];

    public async Task RunAsync(RunningServer server, Options options, Results results)
    {
        var pairs = new List<MessagePair>();
        for (var i = 0; i < Pairs; i++)
        {
            pairs.Add(new(await server.RegisterUserAsync(2 * i), await server.RegisterUserAsync((2 * i) + 1)));
        }

        // Until the just-in-time compiler has done most of its work.
        await Task.WhenAll(pairs.Select(p => p.RunAsync(count: 500, Together, isRead: true)));
        await Task.WhenAll(pairs.Select(p => p.RunAsync(count: 500, Together, isRead: false)));
        await MeasureAsync($"{Pairs * Together} at a time", pairs, count: 500, Together, isRead: false);
        await MeasureAsync($"{Pairs * Together} at a time, with delivered and displayed", pairs, count: 200, Together, isRead: true);
        await MeasureAsync("1 at a time", pairs[..1], count: 1000, together: 1, isRead: false);
        foreach (var pair in pairs)
        {
            await pair.DisposeAsync();
        }

        async Task MeasureAsync(string name, List<MessagePair> some, int count, int together, bool isRead)
        {
            var (cpu, postgres, start) = (server.Figures.CpuSeconds, server.Postgres?.CpuSeconds, Stopwatch.GetTimestamp());
            await Task.WhenAll(some.Select(p => p.RunAsync(count, together, isRead)));
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double messages = some.Count * count;
            cpu = server.Figures.CpuSeconds - cpu;
            results.Add($"{name}: CPU ms a message", cpu * 1000 / messages);
            results.Add($"{name}: messages a CPU second", messages / cpu);
            if (server.Postgres is { } database)
            {
                results.Add($"{name}: CPU ms a message, of PostgreSQL", (database.CpuSeconds - postgres!.Value) * 1000 / messages);
            }

            results.Add($"{name}: messages a second", messages / seconds);
            AddTimes($"{name}: ms to the receiver", some.SelectMany(p => p.Arrivals));
            AddTimes($"{name}: ms to the ack", some.SelectMany(p => p.Acks));
        }

        void AddTimes(string name, IEnumerable<double> times)
        {
            var sorted = times.Order().ToList();
            results.Add($"{name}, p50", sorted[sorted.Count / 2]);
            results.Add($"{name}, p99", sorted[sorted.Count * 99 / 100]);
        }
    }
}
