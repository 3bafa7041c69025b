using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sylk.Storage.Transfer;

/// <summary>Records as lines of JSON.</summary>
internal static class JsonLines
{
    // Readable for people; quotes and control characters are escaped all the same.
    private static readonly StoreRecordJson Json = new(new JsonSerializerOptions(StoreRecordJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Write(StoreRecord record) => JsonSerializer.Serialize(record, Json.StoreRecord);

    /// <summary>Reads records. A line that is none is reported and left out.</summary>
    /// <param name="reader">The lines.</param>
    /// <param name="report">Told of what is left out.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async IAsyncEnumerable<StoreRecord> ReadAsync(
        TextReader reader, Action<string> report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (line.Length > 0 && Parse(line, number, report) is { } record)
            {
                yield return record;
            }
        }
    }

    private static StoreRecord? Parse(string line, int number, Action<string> report)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Json.StoreRecord);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            report($"line {number}: {e.Message}");
            return null;
        }
    }
}
