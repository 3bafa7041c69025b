using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sylk.Server.Certificates;

/// <summary>A certificate with its key, and the certificates between it and a root.</summary>
internal sealed record CertificateChain(X509Certificate2 Leaf, X509Certificate2Collection Intermediates)
{
    /// <summary>For the server side of TLS.</summary>
    public SslStreamCertificateContext Context { get; } = SslStreamCertificateContext.Create(Leaf, Intermediates, offline: true);

    /// <exception cref="CryptographicException">The files hold no certificate with its key.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static CertificateChain Load(string certificatePath, string keyPath)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificatePath);
        var leaf = LoadLeaf(certificatePath, keyPath);
        return new(leaf, [.. chain.Where(c => c.Thumbprint != leaf.Thumbprint)]);
    }

    private static X509Certificate2 LoadLeaf(string certificatePath, string keyPath)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
        }
        catch (ArgumentException)
        {
            throw new CryptographicException($"The key in {keyPath} is not that of the certificate.");
        }
    }
}
