using Sylk.WebRtcGateway.Files;

namespace Sylk.WebRtcGateway.Tests.Files;

public sealed class FileVaultTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-vault").FullName;

    [Fact]
    public void After_a_crash_no_half_file_is_left_and_no_whole_one_is_lost()
    {
        var vault = new FileVault(_directory);
        vault.Open("whole", 0).Dispose();
        vault.Complete("whole");
        using (var half = vault.Open("half", 0))
        {
            half.WriteByte(1);
        }

        var next = new FileVault(_directory);
        Assert.NotNull(next.Find("whole"));
        Assert.Null(next.Find("half"));
        Assert.Single(Directory.GetFiles(_directory, "*", SearchOption.AllDirectories));
    }

    /// <summary>Somebody names a directory in which he has other things.</summary>
    [Fact]
    public void What_is_not_ours_is_never_deleted()
    {
        string[] files = ["report.txt", "incoming/mail.txt", "ab/photo.jpg", "other/" + new string('a', 64)];
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_directory, file))!);
            File.WriteAllText(Path.Combine(_directory, file), "mine");
        }

        Assert.Equal(0, new FileVault(_directory).DeleteOlderThan(DateTimeOffset.MaxValue));
        Assert.All(files, f => Assert.True(File.Exists(Path.Combine(_directory, f))));
    }

    [Fact]
    public void Files_have_names_of_ours()
    {
        var vault = new FileVault(_directory);
        vault.Open("../../etc/passwd", 0).Dispose();
        vault.Complete("../../etc/passwd");
        var path = Path.GetRelativePath(_directory, Assert.Single(Directory.GetFiles(_directory, "*", SearchOption.AllDirectories)));
        Assert.Matches("^[0-9a-f]{2}/[0-9a-f]{64}$", path);
    }

    [Fact]
    public void The_key_outlives_the_process_and_is_the_server_s_alone()
    {
        var path = Path.Combine(_directory, "url.key");
        var signature = SecretKey.Open(path).Sign("p", "a", "b");
        Assert.True(SecretKey.Open(path).IsSigned(signature, "p", "a", "b"));
        Assert.False(SecretKey.Open(path).IsSigned(signature, "p", "ab", ""));
        Assert.False(SecretKey.Open(path).IsSigned(signature, "q", "a", "b"));
        Assert.False(SecretKey.Open(path).IsSigned(null, "p", "a", "b"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(43, signature.Length);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
