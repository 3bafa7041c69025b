using Microsoft.Extensions.Logging;
using Sylk.Abstractions;
using Sylk.Server.Web;

namespace Sylk.Server.Plugins;

/// <summary>What the server lends to applications.</summary>
internal interface IServerResources
{
    ServerInfo Info { get; }

    TimeProvider Time { get; }

    ILoggerFactory Loggers { get; }

    ApplicationEndpoints Endpoints { get; }

    /// <summary>The directory below which every application has its own.</summary>
    string DataDirectory { get; }

    IApplicationSip LendSip(HostedApplication application);

    IApplicationMedia LendMedia(HostedApplication application);

    IWireTrace OpenTrace(string name, bool enabled);
}
