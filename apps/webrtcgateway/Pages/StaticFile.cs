using System.Security.Cryptography;

namespace Sylk.WebRtcGateway.Pages;

/// <summary>A file of the phone page.</summary>
/// <remarks><c>ETag</c>: Entity tag, quoted, made from the content.</remarks>
internal sealed record StaticFile(ReadOnlyMemory<byte> Content, string ContentType, string ETag)
{
    public static StaticFile Read(string path)
    {
        var content = File.ReadAllBytes(path);
        return new(content, TypeOf(Path.GetExtension(path)), $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"");
    }

    private static string TypeOf(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        ".png" => "image/png",
        ".ico" => "image/x-icon",
        _ => "application/octet-stream",
    };
}
