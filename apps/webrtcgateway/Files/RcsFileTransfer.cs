using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Sylk.WebRtcGateway.Files;

/// <summary>The document with which phones tell of a file (GSMA RCC.07 section 3.2.5.3, file transfer over HTTP).</summary>
internal static class RcsFileTransfer
{
    /// <summary>The type of the message.</summary>
    public const string MessageType = "application/vnd.gsma.rcs-ft-http+xml";

    private const int MaxCharacters = 64 * 1024;

    private static readonly XNamespace Namespace = "urn:gsma:params:xml:ns:rcs:rcs:fthttp";

    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxCharacters,
    };

    public static string Write(FileTransfer transfer)
    {
        var document = new XElement(Namespace + "file", new XElement(
            Namespace + "file-info",
            new XAttribute("type", "file"),
            new XElement(Namespace + "file-size", transfer.Size),
            new XElement(Namespace + "file-name", transfer.FileName),
            new XElement(Namespace + "content-type", transfer.ContentType),
            new XElement(Namespace + "data", new XAttribute("url", transfer.Url), new XAttribute("until", transfer.Until))));
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{document.ToString(SaveOptions.DisableFormatting)}";
    }

    /// <summary>Reads what a document says of its file; thumbnails are passed over.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="id">Id of the message it came in.</param>
    /// <param name="sender">Address of the sender.</param>
    /// <param name="receiver">Address of the receiver.</param>
    /// <param name="sent">When it was sent.</param>
    /// <returns><c>null</c> if it tells of no file that can be fetched over the web.</returns>
    public static FileTransfer? Read(string xml, string id, string sender, string receiver, string sent)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), Safe);
            var file = XDocument.Load(reader).Root!.Elements(Namespace + "file-info").FirstOrDefault(f => (string?)f.Attribute("type") == "file");
            return file?.Element(Namespace + "data") is { } data
                && Uri.TryCreate((string?)data.Attribute("url"), UriKind.Absolute, out var url) && (url.Scheme is "http" or "https")
                    ? new(id, sender, receiver, TextOf(file, "file-name", "file"), TextOf(file, "content-type", "application/octet-stream"),
                        long.TryParse(TextOf(file, "file-size", "0"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0,
                        sent, (string?)data.Attribute("until") ?? "", url.AbsoluteUri, null)
                    : null;
        }
        catch (Exception e) when (e is XmlException or FormatException)
        {
            return null;
        }
    }

    private static string TextOf(XElement file, string name, string otherwise) =>
        file.Element(Namespace + name)?.Value.Trim() is { Length: > 0 } text ? text : otherwise;
}
