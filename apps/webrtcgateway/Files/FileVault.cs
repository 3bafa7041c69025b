using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Sylk.WebRtcGateway.Files;

/// <summary>The directory of the files. They have names of ours, made from the transfer id; what people call them is in the store.
/// Files under way are apart, so that no half one is ever taken for a whole.</summary>
internal sealed partial class FileVault
{
    private readonly string _root;
    private readonly string _incoming;

    /// <param name="root">The directory; what was under way when the process ended is removed from it. Whatever else is in it is left alone.</param>
    public FileVault(string root)
    {
        _root = Directory.CreateDirectory(root).FullName;
        _incoming = Path.Combine(_root, "incoming");
        Directory.CreateDirectory(_incoming);
        OwnFilesIn(_incoming).ForEach(File.Delete);
    }

    /// <summary>Opens a file under way, to go on after so many bytes.</summary>
    public FileStream Open(string transferId, long offset)
    {
        var file = new FileStream(IncomingPathOf(transferId), new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        });
        file.SetLength(offset);
        file.Seek(offset, SeekOrigin.Begin);
        return file;
    }

    /// <summary>Takes a file that is complete and on the disk.</summary>
    public void Complete(string transferId)
    {
        var path = PathOf(transferId);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(IncomingPathOf(transferId), path, overwrite: true);
    }

    /// <summary>Forgets a file under way.</summary>
    public void Discard(string transferId) => File.Delete(IncomingPathOf(transferId));

    /// <summary>A whole file, or <c>null</c>. A link is none: it leads elsewhere.</summary>
    public FileInfo? Find(string transferId)
    {
        var file = new FileInfo(PathOf(transferId));
        return file.Exists && file.LinkTarget is null && new DirectoryInfo(file.DirectoryName!).LinkTarget is null ? file : null;
    }

    public void Delete(string transferId) => File.Delete(PathOf(transferId));

    /// <summary>Removes whole files older than a time, whatever the store knows of them.</summary>
    /// <returns>How many there were.</returns>
    public int DeleteOlderThan(DateTimeOffset time)
    {
        var old = Directory.EnumerateDirectories(_root)
            .Where(d => OwnDirectory().IsMatch(Path.GetFileName(d)))
            .SelectMany(OwnFilesIn)
            .Where(f => File.GetLastWriteTimeUtc(f) < time.UtcDateTime)
            .ToList();
        old.ForEach(File.Delete);
        return old.Count;
    }

    private static List<string> OwnFilesIn(string directory) =>
        [.. Directory.EnumerateFiles(directory).Where(f => OwnFile().IsMatch(Path.GetFileName(f)))];

    private string IncomingPathOf(string transferId) => Path.Combine(_incoming, NameOf(transferId));

    private string PathOf(string transferId)
    {
        var name = NameOf(transferId);
        return Path.Combine(_root, name[..2], name);
    }

    private static string NameOf(string transferId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(transferId)));

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex OwnFile();

    [GeneratedRegex("^[0-9a-f]{2}$")]
    private static partial Regex OwnDirectory();
}
