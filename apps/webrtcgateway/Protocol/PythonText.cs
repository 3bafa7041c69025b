using System.Text.Json;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>Values as the protocol's error texts show them: <c>'text'</c>, <c>None</c>, <c>True</c>, <c>[1, 2]</c>.</summary>
internal static class PythonText
{
    private const int MaxLength = 200;

    public static string Of(JsonElement value) => Shortened(Whole(value));

    public static string Of(string text) => Shortened(Quoted(text));

    private static string Shortened(string text) => text.Length > MaxLength ? text[..MaxLength] : text;

    private static string Whole(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Quoted(value.GetString()!),
        JsonValueKind.Null => "None",
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Whole))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(p => $"{Quoted(p.Name)}: {Whole(p.Value)}"))}}}",
        _ => value.GetRawText(),
    };

    private static string Quoted(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text = text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return quote + (quote == '\'' ? text.Replace("'", @"\'", StringComparison.Ordinal) : text) + quote;
    }
}
