using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;

namespace Sylk.Abstractions;

/// <summary>Everything the host gives to one application. What is not here does not exist for a plugin.</summary>
/// <remarks>Whatever is obtained through it belongs to the application and is taken back by the host when it stops.</remarks>
public interface IApplicationContext
{
    /// <summary>The application's id from its manifest, for instance <c>echo</c>: name in routing, file name of its settings,
    /// logger category, name of its data directory.</summary>
    string Id { get; }

    /// <summary>Logger of the category <c>Sylk.Applications.ID</c>.</summary>
    ILogger Logger { get; }

    /// <summary>Makes loggers below that category.</summary>
    ILoggerFactory LoggerFactory { get; }

    /// <summary>A directory of its own for data, which exists.</summary>
    string DataDirectory { get; }

    /// <summary>SIP.</summary>
    ISipService Sip { get; }

    /// <summary>Media.</summary>
    IMediaService Media { get; }

    /// <summary>Web routes. The pattern of an endpoint must begin with the application's id as first path segment; the
    /// endpoints are live once the application has started and gone when it stops.</summary>
    IEndpointRouteBuilder Routes { get; }

    /// <summary>What the server keeps about accounts: messages, keys, tokens, address books. Shared by all applications.</summary>
    IStore Store { get; }

    /// <summary>Web routes of the admin listener (<c>admin.listen</c>), which the host opens to those who know the secret only.
    /// Patterns are free; the endpoints are live as those of <see cref="Routes"/> are.</summary>
    IEndpointRouteBuilder AdminRoutes { get; }

    /// <summary>The clock for everything, timers included.</summary>
    TimeProvider Time { get; }

    /// <summary>Facts about the server.</summary>
    ServerInfo Server { get; }

    /// <summary>Cancelled when the application is to stop (state <see cref="ApplicationState.Draining"/>).</summary>
    CancellationToken Stopping { get; }

    /// <summary>Switches a wire trace of the application's own, written under <c>trace.dir</c> as <c>NAME_trace.log</c>.
    /// The caller masks secrets.</summary>
    /// <param name="name">Short name, letters and underscores.</param>
    /// <param name="enabled">Whether it starts switched on.</param>
    IWireTrace CreateTrace(string name, bool enabled);

    /// <summary>Declares the application unfit: it goes to <see cref="ApplicationState.Faulted"/> and gets no more requests.</summary>
    /// <param name="reason">One line for the operator.</param>
    void Fault(string reason);
}

/// <summary>A wire trace; see <see cref="IApplicationContext.CreateTrace"/>. Safe for concurrent use; writing never blocks.</summary>
public interface IWireTrace
{
    /// <summary>Whether records are written. Check it before making the text of a record.</summary>
    bool IsEnabled { get; set; }

    /// <summary>Writes a record: time, running number, direction, peer and text.</summary>
    void Write(bool incoming, string peer, string text);
}

/// <summary>Facts about the server.</summary>
/// <param name="Name">Product and version as sent in Server and User-Agent headers, <c>Sylk.Server/0.1.0</c>.</param>
/// <param name="Version">The version.</param>
/// <param name="PublicUrl">Base URL under which browsers reach the server, without trailing slash.</param>
public sealed record ServerInfo(string Name, string Version, Uri PublicUrl);
