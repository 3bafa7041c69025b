using System.Text;
using System.Xml;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>A notification about a message (RFC 5438 section 7).</summary>
/// <remarks><c>Timestamp</c>: any text.</remarks>
internal sealed record Imdn(string MessageId, string Timestamp, MessageState State)
{
    private const string Namespace = "urn:ietf:params:xml:ns:imdn";

    /// <summary>A document is a few hundred characters long.</summary>
    private static readonly XmlReaderSettings Careful = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 64 * 1024,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Makes the document.</summary>
    /// <param name="recipient">URI of who reports.</param>
    public string ToXml(string recipient)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new() { OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("imdn", Namespace);
            xml.WriteElementString("message-id", Namespace, Printable(MessageId));
            xml.WriteElementString("datetime", Namespace, Printable(Timestamp));
            xml.WriteElementString("recipient-uri", Namespace, recipient);
            xml.WriteStartElement(State is MessageState.Delivered or MessageState.Failed ? "delivery-notification" : "display-notification", Namespace);
            xml.WriteStartElement("status", Namespace);
            xml.WriteStartElement(Protocol.MessageWords.Of(State), Namespace);
        }

        return """<?xml version="1.0" encoding="UTF-8"?>""" + "\r\n" + text;
    }

    /// <summary>Reads a document.</summary>
    /// <returns><c>null</c> if it is none that can be read without danger, or says nothing about a message.</returns>
    public static Imdn? Parse(string document)
    {
        string? id = null, timestamp = null;
        MessageState? state = null;
        try
        {
            using var xml = XmlReader.Create(new StringReader(document), Careful);
            var isRead = xml.Read();
            while (isRead)
            {
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "message-id" or "datetime", Depth: 1 })
                {
                    // Moves on to the node behind the element.
                    (id, timestamp) = xml.LocalName == "message-id" ? (xml.ReadElementContentAsString().Trim(), timestamp) : (id, xml.ReadElementContentAsString().Trim());
                    isRead = !xml.EOF;
                    continue;
                }

                state ??= xml is { NodeType: XmlNodeType.Element, Depth: 3 } ? StateOf(xml.LocalName) : null;
                isRead = xml.Read();
            }
        }
        catch (XmlException)
        {
            return null;
        }

        return id is not null && MessageCheck.IsId(id) && state is { } known ? new(id, timestamp ?? "", known) : null;
    }

    /// <summary>States that are not kept as such mean that a server has taken the message.</summary>
    private static MessageState? StateOf(string element) => element switch
    {
        "delivered" => MessageState.Delivered,
        "failed" => MessageState.Failed,
        "displayed" => MessageState.Displayed,
        "error" => MessageState.Error,
        "forbidden" => MessageState.Forbidden,
        "processed" or "stored" => MessageState.Accepted,
        _ => null,
    };

    /// <summary>Without characters that XML cannot hold.</summary>
    private static string Printable(string text) => string.Concat(text.EnumerateRunes()
        .Where(r => r.Value > 0xffff || XmlConvert.IsXmlChar((char)r.Value))
        .Select(r => r.ToString()));
}
