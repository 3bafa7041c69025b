using System.Text.Json.Nodes;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>The example messages beside the schemas: valid and invalid ones.</summary>
internal sealed record Example(string Definition, string Note, bool IsValid, JsonNode? Message)
{
    public static IReadOnlyList<Example> Load(string name) => [.. TestData.Load($"Schemas/examples/{name}.json").AsArray().Select(e => new Example(
        (string?)e!["def"] ?? "", (string)e["note"]!, (bool)e["valid"]! && !IsKeptApart((string?)e["def"]), e["message"]))];

    /// <summary>What some other program sends; valid by its own definition and not by the whole.</summary>
    private static bool IsKeptApart(string? definition) => definition?.Split('/')[0] is "deviation" or "extension";

    public override string ToString() => $"{Definition} ({Note}): {Message?.ToJsonString()}";
}
