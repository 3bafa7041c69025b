using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.LoadClient.Reporting;
using Sylk.LoadClient.Servers;
using Sylk.Storage;

namespace Sylk.LoadClient.BigStore;

/// <summary>The cost of single operations in stores of different sizes: what is found by an index costs the same in all of them.
/// Of the store alone, in this process.</summary>
internal static class BigStoreCommand
{
    public const string Command = "big-store";

    private static readonly long[] Sizes = [10_000, 1_000_000, 10_000_000];

    public static async Task RunAsync(Options options)
    {
        await using var postgres = options.Store == "postgres" ? await PostgresProcess.StartAsync() : null;
        var columns = new List<(long Size, Dictionary<string, Cost> Costs)>();

        // The first is measured once more: the compiler has work to do in its first minute.
        var sizes = Sizes.Where(s => s <= options.Largest).ToList();
        foreach (var size in sizes.Prepend(sizes[0]))
        {
            columns.Add((size, await MeasureAsync(new(size), postgres)));
        }

        Print(columns[1..], postgres is not null);
    }

    private static async Task<Dictionary<string, Cost>> MeasureAsync(BigJournals journals, PostgresProcess? postgres)
    {
        var directory = Directory.CreateTempSubdirectory("sylk-bench-store");
        try
        {
            var options = new StoreOptions
            {
                File = Path.Combine(directory.FullName, "sylk.db"),
                Postgres = postgres is null ? null : await postgres.CreateDatabaseAsync($"store{Guid.NewGuid():N}"),
            };
            var start = Stopwatch.GetTimestamp();
            await using (await OpenAsync(options))
            {
                // Makes the tables.
            }

            await StoreFill.RunAsync(options, journals);
            Console.Error.WriteLine($"{journals.Messages} messages, filled in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s, {(postgres is null ? new FileInfo(options.File).Length / 1_000_000 : 0)} MB");

            await using var store = await OpenAsync(options);
            var costs = new Dictionary<string, Cost>();
            foreach (var isHuge in (bool[])[false, true])
            {
                foreach (var (name, count, run) in new StoreOperations(store, journals, isHuge).All)
                {
                    var place = isHuge ? "the huge account" : "one of many";
                    costs[$"{name}, {place}"] = await CostOfAsync(count, run, postgres);
                    Console.Error.WriteLine($"  {name}, {place}: {costs[$"{name}, {place}"].Format(postgres is not null)}");
                }
            }

            return costs;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static Task<Store> OpenAsync(StoreOptions options) =>
        Store.OpenAsync(options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);

    private static async Task<Cost> CostOfAsync(int count, Func<Task> run, PostgresProcess? postgres)
    {
        for (var i = 0; i < count / 10; i++)
        {
            await run();
        }

        var (cpu, database, start) = (Environment.CpuUsage.TotalTime, postgres?.CpuSeconds ?? 0, Stopwatch.GetTimestamp());
        for (var i = 0; i < count; i++)
        {
            await run();
        }

        return new(
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count,
            ((postgres?.CpuSeconds ?? 0) - database) * 1e6 / count,
            Stopwatch.GetElapsedTime(start).TotalMicroseconds / count);
    }

    private static void Print(List<(long Size, Dictionary<string, Cost> Costs)> columns, bool isPostgres)
    {
        Console.WriteLine($"\n### {Command}\n\nCPU us{(isPostgres ? ", CPU us of PostgreSQL" : "")}, us to the end of one operation; ratio of the CPU, both together, to that in the smallest store.\n");
        Console.WriteLine($"| operation | {string.Join(" | ", columns.Select(c => $"{c.Size:N0} | ratio"))} |\n|{string.Concat(Enumerable.Repeat(" --- |", 1 + (2 * columns.Count)))}");
        foreach (var name in columns[0].Costs.Keys)
        {
            var cells = columns.Select(c => $"{c.Costs[name].Format(isPostgres)} | {Report.Format(c.Costs[name].AllCpu / columns[0].Costs[name].AllCpu)}");
            Console.WriteLine($"| {name} | {string.Join(" | ", cells)} |");
        }
    }

    /// <param name="Cpu">Microseconds of CPU of this process.</param>
    /// <param name="DatabaseCpu">Those of PostgreSQL.</param>
    /// <param name="Time">Microseconds to the end.</param>
    private sealed record Cost(double Cpu, double DatabaseCpu, double Time)
    {
        public double AllCpu => Cpu + DatabaseCpu;

        public string Format(bool hasDatabase) => string.Join(" / ", ((double[])(hasDatabase ? [Cpu, DatabaseCpu, Time] : [Cpu, Time])).Select(v => Report.Format(v)));
    }
}
