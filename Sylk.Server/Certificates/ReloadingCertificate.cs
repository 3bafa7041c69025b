using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Sylk.Server.Certificates;

/// <summary>A certificate chain with its key, read from files and read again when they change. Connections that are open
/// keep the one they began with.</summary>
internal sealed partial class ReloadingCertificate
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(10);
    private readonly string _certificatePath;
    private readonly string _keyPath;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private CertificateChain _current;
    private (DateTime, DateTime) _stamp;
    private long _checked;

    /// <exception cref="CryptographicException">The files hold no certificate with its key.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public ReloadingCertificate(string certificatePath, string? keyPath, TimeProvider time, ILogger logger)
    {
        _certificatePath = certificatePath;
        _keyPath = keyPath ?? certificatePath;
        _time = time;
        _logger = logger;
        _stamp = Stamp();
        _checked = time.GetTimestamp();
        _current = CertificateChain.Load(_certificatePath, _keyPath);
    }

    /// <summary>The chain as it is in the files now; looked at every ten seconds at most.</summary>
    public CertificateChain Current
    {
        get
        {
            lock (_lock)
            {
                if (_time.GetElapsedTime(_checked) >= CheckInterval)
                {
                    _checked = _time.GetTimestamp();
                    Refresh();
                }

                return _current;
            }
        }
    }

    private void Refresh()
    {
        try
        {
            var stamp = Stamp();
            if (stamp != _stamp)
            {
                _current = CertificateChain.Load(_certificatePath, _keyPath);
                _stamp = stamp;
                LogRenewed(_certificatePath, _current.Leaf.Subject, _current.Leaf.NotAfter);
            }
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // Often half of a renewal: the old one serves until both files fit together.
            LogNotRenewed(e.Message, _certificatePath);
        }
    }

    private (DateTime, DateTime) Stamp() => (File.GetLastWriteTimeUtc(_certificatePath), File.GetLastWriteTimeUtc(_keyPath));

    [LoggerMessage(EventId = 160, Level = LogLevel.Information, Message = "Certificate {Path} renewed: {Subject}, valid until {NotAfter:u}")]
    private partial void LogRenewed(string path, string subject, DateTime notAfter);

    [LoggerMessage(EventId = 161, Level = LogLevel.Warning, Message = "Certificate {Path} has changed but cannot be used: {Reason}")]
    private partial void LogNotRenewed(string reason, string path);
}
