using Microsoft.Extensions.Logging;
using Sylk.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.Media.Sessions;
using Sylk.Server.Web;
using Sylk.Sip.UserAgents;

namespace Sylk.Server.Plugins;

/// <summary>What the server lends to applications.</summary>
internal interface IServerResources
{
    ServerInfo Info { get; }

    TimeProvider Time { get; }

    ILoggerFactory Loggers { get; }

    ApplicationEndpoints Endpoints { get; }

    /// <summary>Those of the admin interface.</summary>
    ApplicationEndpoints AdminEndpoints { get; }

    /// <summary>The directory below which every application has its own.</summary>
    string DataDirectory { get; }

    IStore Store { get; }

    ISipAgent LendSip(HostedApplication application);

    IMediaAgent LendMedia(HostedApplication application);

    IWireTrace OpenTrace(string name, bool enabled);
}
