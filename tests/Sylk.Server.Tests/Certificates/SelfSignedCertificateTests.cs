using System.Security.Cryptography.X509Certificates;
using Sylk.Server.Certificates;

namespace Sylk.Server.Tests.Certificates;

public sealed class SelfSignedCertificateTests : IDisposable
{
    private static readonly string[] Names = ["localhost", "phone.lan", "192.0.2.7", "localhost"];
    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-self-signed").FullName;

    [Fact]
    public void It_names_the_machine_and_its_key_is_for_its_user_alone()
    {
        var path = SelfSignedCertificate.Ensure(_directory, Names, DateTimeOffset.UtcNow);
        using var certificate = X509Certificate2.CreateFromPemFile(path);
        Assert.True(certificate.HasPrivateKey);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["localhost", "phone.lan"], names.EnumerateDnsNames());
        Assert.Equal(["192.0.2.7"], names.EnumerateIPAddresses().Select(a => a.ToString()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void It_lasts_until_it_is_about_to_expire()
    {
        var now = DateTimeOffset.UtcNow;
        var first = File.ReadAllText(SelfSignedCertificate.Ensure(_directory, Names, now));
        Assert.Equal(first, File.ReadAllText(SelfSignedCertificate.Ensure(_directory, Names, now.AddDays(380))));
        Assert.NotEqual(first, File.ReadAllText(SelfSignedCertificate.Ensure(_directory, Names, now.AddDays(395))));
    }

    [Fact]
    public void A_damaged_file_is_replaced()
    {
        File.WriteAllText(Path.Combine(_directory, "self-signed.pem"), "-----BEGIN NONSENSE");
        using var certificate = X509Certificate2.CreateFromPemFile(SelfSignedCertificate.Ensure(_directory, Names, DateTimeOffset.UtcNow));
        Assert.Equal("CN=Sylk.Server", certificate.Subject);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
