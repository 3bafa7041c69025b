using System.Text;

namespace Sylk.Media.Tests.Negotiation;

/// <summary>Descriptions recorded from real peers: Chromium 156, Firefox, baresip 1.0, linphone 5.1.</summary>
internal static class Sample
{
    public static string Read(string name)
    {
        using Stream stream = typeof(Sample).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"No sample {name}.", nameof(name));
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Sample with lines changed; each change must apply.</summary>
    public static string Read(string name, params (string Old, string New)[] changes)
    {
        string text = Read(name);
        foreach ((string old, string @new) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, @new, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>A phone's description: audio alone, RTP/AVP.</summary>
    public static string Phone(string media, string connection = "IN IP4 192.0.2.20") =>
        $"v=0\r\no=phone 1 1 IN IP4 192.0.2.20\r\ns=-\r\nc={connection}\r\nt=0 0\r\n{media.ReplaceLineEndings("\r\n").Trim()}\r\n";
}
