using System.Text.Json;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>The members of an object of the protocol, checked one by one as they are taken.</summary>
/// <param name="element">A JSON object.</param>
/// <param name="type">Its name in error texts.</param>
internal readonly struct Members(JsonElement element, string type)
{
    private const int MaxPassword = 9999;

    /// <summary>Whether a member is there and not null.</summary>
    public bool Has(string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string Text(string name) => Mandatory(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Invalid(name);

    /// <summary>A text that names something: not empty, not long, without control characters.</summary>
    public string Word(string name, int longest)
    {
        var text = Text(name);
        return text.Length >= 1 && text.Length <= longest && !text.Any(char.IsControl) ? text : throw Invalid(name);
    }

    public string? OptionalText(string name) => Has(name) ? Text(name) : null;

    public string Address(string name) => AddressText.Normalize(Text(name));

    public string Password(string name)
    {
        var text = Text(name);
        return text.Length is >= 1 and <= MaxPassword
            ? text
            : throw new RequestException($"the value's length must be between 1 and {MaxPassword} inclusive");
    }

    public int? OptionalInteger(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        return Mandatory(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : throw Invalid(name);
    }

    public bool OptionalFlag(string name) => Has(name) && Flag(name);

    public bool Flag(string name) => Mandatory(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Invalid(name),
    };

    /// <summary>One of some words.</summary>
    /// <param name="name">The member.</param>
    /// <param name="words">At least two, in alphabetical order.</param>
    public string Choice(string name, params ReadOnlySpan<string> words)
    {
        var value = Mandatory(name);
        return value.ValueKind == JsonValueKind.String && words.Contains(value.GetString()!)
            ? value.GetString()!
            : throw new RequestException($"{Invalid(name).Message} (expected: {string.Join(", ", words[..^1]!)} or {words[^1]})");
    }

    /// <summary>An optional list without duplicates.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (!Has(name))
        {
            return [];
        }

        return [.. Items(name)
            .Select(i => i.ValueKind == JsonValueKind.String ? i.GetString()! : throw new RequestException($"Invalid value for str, str: {PythonText.Of(i)}"))
            .Distinct()];
    }

    public IReadOnlyList<SipHeader> Headers() => Has("headers")
        ? [.. Objects("headers", "Header").Select(h => CallHeaders.Check(new(h.Text("name"), h.Text("value"))))]
        : [];

    public IReadOnlyList<string> Candidates() => [.. Objects("candidates", "ICECandidate").Select(c => c.Candidate())];

    private string Candidate()
    {
        var candidate = Text("candidate");
        _ = Has("sdpMLineIndex") ? OptionalInteger("sdpMLineIndex") : throw Missing("sdpMLineIndex");
        _ = Text("sdpMid");
        return candidate;
    }

    /// <summary>The members of an object.</summary>
    public Members Object(string name, string itemType) =>
        Mandatory(name) is { ValueKind: JsonValueKind.Object } value ? new(value, itemType) : throw Invalid(name);

    public Members? OptionalObject(string name, string itemType) => Has(name) ? Object(name, itemType) : null;

    /// <summary>Writes an object with all that is in it, if there is one.</summary>
    public void CopyOptionalObject(string name, Utf8JsonWriter json)
    {
        if (Has(name))
        {
            _ = Object(name, name);
            json.WritePropertyName(name);
            Mandatory(name).WriteTo(json);
        }
    }

    public IReadOnlyList<Members> Objects(string name, string itemType)
    {
        var items = new List<Members>();
        foreach (var item in Items(name))
        {
            items.Add(item.ValueKind == JsonValueKind.Object ? new(item, itemType) : throw new RequestException($"Invalid value for {itemType}: {PythonText.Of(item)}"));
        }

        return items;
    }

    /// <summary>The elements of a list, which may be missing.</summary>
    public IEnumerable<JsonElement> Elements(string name) => Has(name) ? Items(name) : [];

    private JsonElement.ArrayEnumerator Items(string name) =>
        Mandatory(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : throw Invalid(name);

    private JsonElement Mandatory(string name) => element.TryGetProperty(name, out var value) ? value : throw Missing(name);

    private RequestException Missing(string name) => new($"Mandatory property '{name}' of '{type}' object is missing");

    private RequestException Invalid(string name) => new($"Invalid value for '{name}' property: {PythonText.Of(element.GetProperty(name))}");
}
