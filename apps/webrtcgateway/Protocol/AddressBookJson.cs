using System.Buffers;
using System.Text;
using System.Text.Json;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>The objects of address books. They are kept as events show them: members that mean nothing are left out, attributes
/// are anything the owner likes.</summary>
internal static class AddressBookJson
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxId = 255;

    /// <summary>Reads an object that is complete.</summary>
    /// <exception cref="RequestException">It is not as it should be.</exception>
    public static AddressBookItem Read(AddressBookItemKind kind, JsonElement data)
    {
        var members = new Members(data, TypeOf(kind));
        var id = ReadId(members);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            switch (kind)
            {
                case AddressBookItemKind.Contact:
                    WriteContact(json, members);
                    break;
                case AddressBookItemKind.Group:
                    WriteGroup(json, members);
                    break;
                default:
                    WritePolicy(json, members);
                    break;
            }
        }

        return buffer.WrittenCount <= MaxBytes
            ? new(kind, id, Encoding.UTF8.GetString(buffer.WrittenSpan))
            : throw new RequestException($"the {WordOf(kind)} is larger than {MaxBytes} bytes");
    }

    /// <summary>Reads an object that was stored.</summary>
    /// <returns><c>null</c> if it is not as it should be.</returns>
    public static AddressBookItem? Read(AddressBookItem stored)
    {
        try
        {
            using var document = JsonDocument.Parse(stored.Json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(stored.Kind, document.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or RequestException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads what names an object.</summary>
    /// <exception cref="RequestException">There is no usable id.</exception>
    public static string ReadId(AddressBookItemKind kind, JsonElement data) => ReadId(new(data, TypeOf(kind)));

    /// <summary>What the protocol calls a kind.</summary>
    public static string WordOf(AddressBookItemKind kind) => kind switch
    {
        AddressBookItemKind.Contact => "contact",
        AddressBookItemKind.Group => "group",
        _ => "policy",
    };

    private static string TypeOf(AddressBookItemKind kind) => kind switch
    {
        AddressBookItemKind.Contact => "Contact",
        AddressBookItemKind.Group => "Group",
        _ => "Policy",
    };

    private static string ReadId(Members members)
    {
        var id = members.Text("id");
        return id.Length is < 1 or > MaxId ? throw new RequestException($"the value's length must be between 1 and {MaxId} inclusive")
            : id.Any(char.IsControl) ? throw new RequestException("Invalid value for 'id' property")
            : id;
    }

    private static void WriteContact(Utf8JsonWriter json, Members contact)
    {
        WriteStart(json, contact);
        json.WriteStartArray("uris");
        var uris = contact.Objects("uris", "ContactURI");
        foreach (var uri in uris)
        {
            WriteUri(json, uri);
        }

        json.WriteEndArray();
        WriteHandling(json, contact);
        var preferred = contact.OptionalObject("defaultUri", "ContactURI") ?? contact.OptionalObject("default_uri", "ContactURI");
        if (preferred is not null || uris.Count > 0)
        {
            json.WritePropertyName("defaultUri");
            WriteUri(json, preferred ?? uris[0]);
        }

        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, Members group)
    {
        WriteStart(json, group);
        json.WriteStartArray("contacts");
        foreach (var contact in group.Objects("contacts", "Contact"))
        {
            WriteContact(json, contact);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePolicy(Utf8JsonWriter json, Members policy)
    {
        WriteStart(json, policy);
        json.WriteString("uri", policy.Text("uri"));
        WriteHandling(json, policy);
        json.WriteEndObject();
    }

    private static void WriteStart(Utf8JsonWriter json, Members item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Text("id"));
        json.WriteString("name", item.Text("name"));
        item.CopyOptionalObject("attributes", json);
    }

    private static void WriteUri(Utf8JsonWriter json, Members uri)
    {
        json.WriteStartObject();
        json.WriteString("id", uri.Text("id"));
        json.WriteString("uri", uri.Text("uri"));
        json.WriteOptional("type", uri.OptionalText("type"));
        uri.CopyOptionalObject("attributes", json);
        if (uri.Has("default"))
        {
            json.WriteBoolean("default", uri.OptionalFlag("default"));
        }

        json.WriteEndObject();
    }

    private static void WriteHandling(Utf8JsonWriter json, Members item)
    {
        foreach (var name in (ReadOnlySpan<string>)["dialog", "presence"])
        {
            var handling = item.Object(name, "EventHandling");
            json.WriteStartObject(name);
            json.WriteString("policy", handling.Text("policy"));
            json.WriteBoolean("subscribe", handling.Flag("subscribe"));
            json.WriteEndObject();
        }
    }
}
