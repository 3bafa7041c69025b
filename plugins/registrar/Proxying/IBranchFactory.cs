using Sylk.Abstractions.Sip;
using Sylk.Registrar.Registration;

namespace Sylk.Registrar.Proxying;

/// <summary>What a request in the proxy needs for its branches.</summary>
internal interface IBranchFactory
{
    /// <summary>The time, as <see cref="TimeProvider.GetTimestamp"/> tells it.</summary>
    long Now { get; }

    /// <summary>Makes the request for a target (RFC 3261 section 16.6 steps 1 to 6).</summary>
    SipRequest Create(Target target);

    /// <summary>The same target once more, with less, after it has refused what the request carries.</summary>
    /// <returns><c>null</c> if there is nothing less.</returns>
    Target? Simplify(Target target, SipResponse refusal);

    /// <summary>The flow of a binding turned out to be dead.</summary>
    void OnFlowFailed(Binding binding);
}
