using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Server.Certificates;
using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Certificates;

public sealed class ReloadingCertificateTests
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(10);

    [Fact]
    public void Renewed_files_are_taken_within_ten_seconds()
    {
        using var files = new TestCertificate("first");
        var time = new ManualTime();
        var certificate = Open(files, time);
        Assert.Equal("CN=first", certificate.Current.Leaf.Subject);
        files.Renew("second");
        time.Advance(CheckInterval);
        Assert.Equal("CN=second", certificate.Current.Leaf.Subject);
    }

    [Fact]
    public void Half_a_renewal_leaves_the_old_one_in_force_until_both_files_are_there()
    {
        using var files = new TestCertificate("first");
        var time = new ManualTime();
        var certificate = Open(files, time);
        files.RenewWithoutKey("second");
        time.Advance(CheckInterval);
        Assert.Equal("CN=first", certificate.Current.Leaf.Subject);
        files.Renew("third");
        time.Advance(CheckInterval);
        Assert.Equal("CN=third", certificate.Current.Leaf.Subject);
    }

    [Fact]
    public void Files_that_vanish_leave_the_old_one_in_force()
    {
        using var files = new TestCertificate("first");
        var time = new ManualTime();
        var certificate = Open(files, time);
        File.Delete(files.KeyPath);
        time.Advance(CheckInterval);
        Assert.Equal("CN=first", certificate.Current.Leaf.Subject);
    }

    private static ReloadingCertificate Open(TestCertificate files, TimeProvider time) =>
        new(files.CertificatePath, files.KeyPath, time, NullLogger.Instance);
}
