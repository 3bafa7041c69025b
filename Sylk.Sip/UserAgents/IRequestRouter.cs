using Sylk.Abstractions.Sip;

namespace Sylk.Sip.UserAgents;

/// <summary>Decides which application gets a request that belongs to no dialog, domain or registration. Called on the loop.</summary>
public interface IRequestRouter
{
    /// <param name="request">The request.</param>
    /// <param name="peer">Where it came from.</param>
    /// <param name="application">The application that a trusted peer or a domain of this server has named, or <c>null</c>.</param>
    /// <param name="statusCode">What to answer if there is none.</param>
    UserAgent? Find(SipRequest request, SipPeer peer, string? application, out int statusCode);
}
