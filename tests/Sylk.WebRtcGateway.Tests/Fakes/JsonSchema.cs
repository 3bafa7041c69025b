using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>Checks messages against a JSON Schema (2020-12); knows the keywords which the schemas of the protocol use.</summary>
internal sealed class JsonSchema
{
    private static readonly HashSet<string> Annotations = ["$schema", "$id", "$defs", "title", "description", "default", "then", "additionalProperties"];

    private readonly JsonObject _root;

    private JsonSchema(JsonObject root) => _root = root;

    public static JsonSchema Load(string name) => new(TestData.Load($"Schemas/{name}.json").AsObject());

    public bool IsValid(JsonNode? value) => IsValid(_root, value);

    private bool IsValid(JsonNode? schema, JsonNode? value) => schema switch
    {
        JsonObject rules => rules.All(rule => IsValid(rule.Key, rule.Value!, rules, value)),
        _ => schema!.GetValue<bool>(),
    };

    private bool IsValid(string keyword, JsonNode rule, JsonObject rules, JsonNode? value) => keyword switch
    {
        "$ref" => IsValid(_root["$defs"]![rule.GetValue<string>()["#/$defs/".Length..].Replace("~1", "/", StringComparison.Ordinal)], value),
        "type" => rule is JsonArray types ? types.Any(t => IsOfType(t!.GetValue<string>(), value)) : IsOfType(rule.GetValue<string>(), value),
        "const" => JsonNode.DeepEquals(rule, value),
        "enum" => rule.AsArray().Any(v => JsonNode.DeepEquals(v, value)),
        "not" => !IsValid(rule, value),
        "allOf" => rule.AsArray().All(s => IsValid(s, value)),
        "anyOf" => rule.AsArray().Any(s => IsValid(s, value)),
        "oneOf" => rule.AsArray().Count(s => IsValid(s, value)) == 1,
        "if" => !IsValid(rule, value) || IsValid(rules["then"], value),
        "properties" => value is not JsonObject o || o.All(m => MemberIsValid(m, rule, rules)),
        "required" => value is not JsonObject o || rule.AsArray().All(n => o.ContainsKey(n!.GetValue<string>())),
        "dependentRequired" => value is not JsonObject o
            || rule.AsObject().All(d => !o.ContainsKey(d.Key) || d.Value!.AsArray().All(n => o.ContainsKey(n!.GetValue<string>()))),
        "minProperties" => value is not JsonObject o || o.Count >= rule.GetValue<int>(),
        "items" => value is not JsonArray a || a.All(i => IsValid(rule, i)),
        "maxItems" => value is not JsonArray a || a.Count <= rule.GetValue<int>(),
        "uniqueItems" => value is not JsonArray a || a.Select(i => i?.ToJsonString()).Distinct().Count() == a.Count,
        "minLength" => TextOf(value) is not { } s || s.Length >= rule.GetValue<int>(),
        "maxLength" => TextOf(value) is not { } s || s.Length <= rule.GetValue<int>(),
        "pattern" => TextOf(value) is not { } s || Regex.IsMatch(s, rule.GetValue<string>(), RegexOptions.ECMAScript),
        _ => Annotations.Contains(keyword) ? FreeMembersAreValid(keyword, rule, rules, value) : throw new NotSupportedException(keyword),
    };

    private bool MemberIsValid(KeyValuePair<string, JsonNode?> member, JsonNode known, JsonObject rules) =>
        known[member.Key] is { } schema ? IsValid(schema, member.Value) : rules["additionalProperties"] is not { } others || IsValid(others, member.Value);

    /// <summary>An object whose names are all free has no <c>properties</c>.</summary>
    private bool FreeMembersAreValid(string keyword, JsonNode rule, JsonObject rules, JsonNode? value) =>
        keyword != "additionalProperties" || rules.ContainsKey("properties") || value is not JsonObject o || o.All(m => IsValid(rule, m.Value));

    private static string? TextOf(JsonNode? value) => value is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    private static bool IsOfType(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => TextOf(value) is not null,
        "boolean" => value is JsonValue v && v.TryGetValue<bool>(out _),
        "integer" => value is JsonValue v && v.TryGetValue<long>(out _),
        "number" => value is JsonValue v && v.TryGetValue<double>(out _),
        _ => throw new NotSupportedException(type),
    };
}
