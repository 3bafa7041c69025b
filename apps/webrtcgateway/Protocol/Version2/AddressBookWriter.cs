using System.Text.Json;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol.Version2;

/// <summary>Writes the members of events about address books.</summary>
internal static class AddressBookWriter
{
    public static void Write(Utf8JsonWriter json, AddressbookFetchedEvent message)
    {
        json.WriteStartObject("addressbook");
        WriteItems(json, "contacts", message, AddressBookItemKind.Contact);
        WriteItems(json, "groups", message, AddressBookItemKind.Group);
        WriteItems(json, "policies", message, AddressBookItemKind.Policy);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, AddressbookUpdatedEvent message)
    {
        var kind = AddressBookJson.WordOf(message.Item.Kind);
        json.WriteString("type", kind);
        json.WriteString("action", WordOf(message.Action));
        json.WritePropertyName(kind);
        json.WriteRawValue(message.Item.Json);
    }

    public static void Write(Utf8JsonWriter json, AddressbookUpdateFailedEvent message)
    {
        json.WriteString("type", AddressBookJson.WordOf(message.Kind));
        json.WriteString("action", WordOf(message.Action));
        json.WriteString("error", message.Error);
        json.WriteString("id", message.Id);
    }

    private static void WriteItems(Utf8JsonWriter json, string name, AddressbookFetchedEvent message, AddressBookItemKind kind)
    {
        json.WriteStartArray(name);
        foreach (var item in message.Items.Where(i => i.Kind == kind))
        {
            json.WriteRawValue(item.Json);
        }

        json.WriteEndArray();
    }

    private static string WordOf(AddressBookAction action) => action switch
    {
        AddressBookAction.Add => "add",
        AddressBookAction.Update => "update",
        _ => "delete",
    };
}
