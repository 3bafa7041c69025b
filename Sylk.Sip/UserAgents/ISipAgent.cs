using Sylk.Abstractions.Sip;

namespace Sylk.Sip.UserAgents;

/// <summary>SIP as lent to one application.</summary>
public interface ISipAgent : ISipService
{
    /// <summary>Whether the application serves a domain: what others send may have to pass through it.</summary>
    bool ServesDomain { get; }

    /// <summary>Ends the calls and registrations of the application and answers its open requests; new ones are refused.</summary>
    /// <returns>Completes when the peers know.</returns>
    Task EndSessionsAsync();

    /// <summary>Forgets every handler and lets nothing through any more.</summary>
    void Close();
}
