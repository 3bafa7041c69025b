using System.Collections.Concurrent;
using Sylk.Abstractions.Sip;
using Sylk.Server.Configuration;
using Sylk.Server.Plugins;
using Sylk.Server.Routing;
using Sylk.Sip.UserAgents;

namespace Sylk.Server.Sip;

/// <summary>Finds the application for a request by <c>applications.map</c>; from trusted peers only.</summary>
internal sealed class ApplicationRouter(ApplicationsSettings settings) : IRequestRouter
{
    private readonly RoutingMap _map = new(settings.Map);
    private readonly ConcurrentDictionary<string, (HostedApplication Application, UserAgent Agent)> _agents = new();

    public void Add(HostedApplication application, UserAgent agent) => _agents[application.Id] = (application, agent);

    public UserAgent? Find(SipRequest request, SipPeer peer, string? application, out int statusCode)
    {
        statusCode = 403;
        if (!peer.IsTrusted)
        {
            return null;
        }

        if ((application ?? _map.Find(request.RequestUri) ?? settings.Default) is not { } id || !_agents.TryGetValue(id, out var found))
        {
            statusCode = 404;
            return null;
        }

        statusCode = 503;
        return found.Application.IsStarted ? found.Agent : null;
    }
}
