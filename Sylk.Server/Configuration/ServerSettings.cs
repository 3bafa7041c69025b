using Sylk.Abstractions.Configuration;

namespace Sylk.Server.Configuration;

/// <summary>The file <c>sylk.toml</c>.</summary>
internal sealed class ServerSettings
{
    [Setting("The server as a whole.")]
    public GeneralSettings Server { get; init; } = new();

    [Setting("Which applications run, and which requests they get.")]
    public ApplicationsSettings Applications { get; init; } = new();

    [Setting("The web server: pages and WebSockets of the applications.")]
    public WebSettings Web { get; init; } = new();

    [Setting("The admin interface, a web server for operators.")]
    public AdminSettings Admin { get; init; } = new();

    [Setting("SIP.")]
    public SipSettings Sip { get; init; } = new();

    [Setting("TLS of SIP connections.")]
    public TlsSettings Tls { get; init; } = new();

    [Setting("Media of SIP calls.")]
    public RtpSettings Rtp { get; init; } = new();

    [Setting("Media of browsers.", Key = "webrtc")]
    public WebRtcSettings WebRtc { get; init; } = new();

    [Setting("Where messages, keys and tokens are kept: a file of SQLite, or PostgreSQL.")]
    public StoreSettings Store { get; init; } = new();

    [Setting("The log, written to standard output.")]
    public LogSettings Log { get; init; } = new();

    [Setting("Traces: every message on the wire, in files of their own. Secrets in them are masked.")]
    public TraceSettings Trace { get; init; } = new();

    /// <summary>Whether SIP or web can be reached from other machines.</summary>
    public bool ListensBeyondLoopback => Web.ListensBeyondLoopback || Sip.ListensBeyondLoopback;
}
