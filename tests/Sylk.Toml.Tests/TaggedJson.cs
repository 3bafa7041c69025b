using System.Globalization;
using System.Text.Json.Nodes;

namespace Sylk.Toml.Tests;

/// <summary>Compares values with the suite's JSON, in which every scalar is an object of type and text.</summary>
internal static class TaggedJson
{
    /// <returns>The first difference, or <c>null</c>.</returns>
    public static string? Compare(JsonNode? expected, TomlValue actual, string path)
    {
        switch (expected, actual)
        {
            case (JsonArray items, TomlArray array):
                return items.Count != array.Items.Count
                    ? $"{path}: {array.Items.Count} items"
                    : items.Select((item, i) => Compare(item, array.Items[i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);
            case (JsonObject scalar, not TomlTable) when IsScalar(scalar):
                return CompareScalar((string)scalar["type"]!, (string)scalar["value"]!, actual) ? null : $"{path}: is not {scalar.ToJsonString()}";
            case (JsonObject members, TomlTable table):
                if (members.Count != table.Entries.Count)
                {
                    return $"{path}: {table.Entries.Count} keys";
                }

                foreach (var (key, value) in members)
                {
                    if (!table.TryGet(key, out var entry))
                    {
                        return $"{path}.{key}: missing";
                    }

                    if (Compare(value, entry.Value, $"{path}.{key}") is { } difference)
                    {
                        return difference;
                    }
                }

                return null;
            default:
                return $"{path}: is {actual.KindName}";
        }
    }

    private static bool IsScalar(JsonObject o) => o.Count == 2 && o["type"] is JsonValue && o["value"] is JsonValue;

    private static bool CompareScalar(string type, string text, TomlValue actual) => (type, actual) switch
    {
        ("string", TomlString s) => s.Value == text,
        ("integer", TomlInteger i) => i.Value.ToString(CultureInfo.InvariantCulture) == text,
        ("float", TomlFloat f) => f.Value.Equals(ParseFloat(text)),
        ("bool", TomlBoolean b) => b.Value == (text == "true"),
        ("datetime", TomlDateTime { Kind: TomlDateTimeKind.OffsetDateTime } d) =>
            new DateTimeOffset(d.Value, d.Offset!.Value) == DateTimeOffset.Parse(text, CultureInfo.InvariantCulture),
        ("datetime-local", TomlDateTime { Kind: TomlDateTimeKind.LocalDateTime } d) => d.Value == DateTime.Parse(text, CultureInfo.InvariantCulture),
        ("date-local", TomlDateTime { Kind: TomlDateTimeKind.LocalDate } d) => d.Value == DateTime.Parse(text, CultureInfo.InvariantCulture),
        ("time-local", TomlDateTime { Kind: TomlDateTimeKind.LocalTime } d) =>
            TimeOnly.FromDateTime(d.Value) == TimeOnly.Parse(text, CultureInfo.InvariantCulture),
        _ => false,
    };

    private static double ParseFloat(string text) => text switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "+nan" or "-nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
