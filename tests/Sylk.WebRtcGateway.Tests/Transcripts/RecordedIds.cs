using System.Text.Json.Nodes;

namespace Sylk.WebRtcGateway.Tests.Transcripts;

/// <summary>Which of our ids stands for which recorded one.</summary>
internal sealed class RecordedIds
{
    private static readonly string[] Members = ["session", "call_id"];

    private readonly Dictionary<string, string> _ours = [];

    /// <summary>Takes the ids of a message of ours as those of the recorded one, unless they are known.</summary>
    public void Learn(JsonObject recorded, JsonObject ours)
    {
        foreach (var member in Members)
        {
            if (recorded[member] is { } id && ours[member] is { } other)
            {
                _ours.TryAdd((string)id!, (string)other!);
            }
        }
    }

    public string ToOurs(string text) => _ours.Aggregate(text, (t, id) => t.Replace($"\"{id.Key}\"", $"\"{id.Value}\"", StringComparison.Ordinal)
        .Replace($" {id.Key}\"", $" {id.Value}\"", StringComparison.Ordinal));
}
