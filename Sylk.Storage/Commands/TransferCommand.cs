using Sylk.Abstractions.Storage;
using Sylk.Storage.Transfer;

namespace Sylk.Storage.Commands;

/// <summary><c>export</c> and <c>import</c>.</summary>
internal static class TransferCommand
{
    private const int BatchSize = 100;

    public static async Task<int> ExportAsync(Store store, StoreConsole console, AccountAddress? account, CancellationToken cancellationToken)
    {
        await foreach (var record in new StoreReader(store.Database).ReadAsync(account, cancellationToken))
        {
            await console.Out.WriteLineAsync(JsonLines.Write(record).AsMemory(), cancellationToken);
        }

        await console.Out.FlushAsync(cancellationToken);
        return 0;
    }

    public static async Task<int> ImportAsync(Store store, StoreConsole console, string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var (total, added, refused) = (0, 0, 0);
        void ReportRefused(string what)
        {
            refused++;
            console.Error.WriteLine($"sylk-db: {what}");
        }

        void ReportUnreadable(string what)
        {
            total++;
            ReportRefused(what);
        }

        if (path != "-" && !File.Exists(path) && !Directory.Exists(path))
        {
            throw new FileNotFoundException($"{path} does not exist");
        }

        var isOfSylkServer = path != "-" && (Directory.Exists(path) || SylkServerFiles.Is(path));
        using var file = path == "-" || isOfSylkServer ? null : new StreamReader(path);
        var records = isOfSylkServer
            ? new SylkServerFiles(ReportUnreadable, time).ReadAsync(path, cancellationToken)
            : JsonLines.ReadAsync(file ?? console.In, ReportUnreadable, cancellationToken);
        var turns = new FairTurns(time);
        await foreach (var batch in records.Chunk(BatchSize).WithCancellation(cancellationToken))
        {
            total += batch.Length;
            added += await turns.TakeAsync(async () => await AddAsync(new(store.Database, time), batch, ReportRefused, cancellationToken), cancellationToken);
        }

        console.Error.WriteLine($"{added} added, {total - added - refused} there already, {refused} refused");
        return refused > 0 ? 1 : 0;
    }

    /// <summary>Adds records together, or one by one if one of them is bad, so that only that one is missing.</summary>
    private static async Task<int> AddAsync(StoreWriter writer, StoreRecord[] records, Action<string> report, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.AddAsync(records, cancellationToken);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            if (records is [var record])
            {
                report($"{record.Account}: {e.Message}");
                return 0;
            }

            var added = 0;
            foreach (var single in records)
            {
                added += await AddAsync(writer, [single], report, cancellationToken);
            }

            return added;
        }
    }
}
