using System.Globalization;
using Sylk.Abstractions.Sip;
using Sylk.Registrar.Messages;
using Sylk.Registrar.Registration;

namespace Sylk.Registrar.Proxying;

/// <summary>Makes the requests of the branches of one request.</summary>
internal sealed class BranchFactory(
    ISipServerTransaction transaction, SipRequest onward, ISipDomain domain, RouteTokens tokens, TimeProvider time) : IBranchFactory
{
    /// <summary>The header by which this server's routing knows the application a request is for.</summary>
    public const string ApplicationHeader = "X-Sylk-App";

    /// <inheritdoc />
    public long Now => time.GetTimestamp();

    /// <summary>Value of Max-Breadth for each branch (RFC 5393 section 5.3.3).</summary>
    public required int Breadth { get; init; }

    /// <summary>Called when the flow of a binding turned out to be dead.</summary>
    public Action<Binding>? FlowFailed { get; init; }

    /// <inheritdoc />
    public SipRequest Create(Target target)
    {
        var request = onward.Clone();
        request.RequestUri = target.RequestUri;
        request.Headers["Max-Breadth"] = Breadth.ToString(CultureInfo.InvariantCulture);
        if (target.Application is not null)
        {
            request.Headers[ApplicationHeader] = target.Application;
        }

        if (target.Text is { } text)
        {
            request.SetBody("text/plain;charset=utf-8", text);
        }

        for (var i = target.Path.Count - 1; i >= 0; i--)
        {
            request.Headers.AddFirst("Route", target.Path[i]);
        }

        if (FormsDialog(request))
        {
            RecordRoute(request, target);
        }

        return request;
    }

    /// <inheritdoc />
    /// <remarks>A proxy leaves bodies alone, and who sent the message would have to try again (RFC 3261 section 8.1.3.5). But he hears
    /// nothing of this refusal when another device of the account takes the message.</remarks>
    public Target? Simplify(Target target, SipResponse refusal) =>
        refusal.StatusCode == 415 && target is { Binding: not null, Text: null } && TakesText(refusal) && WrappedText.In(onward) is { } text
            ? target with { Text = text }
            : null;

    /// <inheritdoc />
    public void OnFlowFailed(Binding binding) => FlowFailed?.Invoke(binding);

    private static bool TakesText(SipResponse refusal) =>
        !refusal.Headers.Contains("Accept") || refusal.Headers.GetList("Accept").Any(t => t.Split(';')[0].Trim().Equals("text/plain", StringComparison.OrdinalIgnoreCase));

    private static bool FormsDialog(SipRequest request) => request.Method is "INVITE" or "SUBSCRIBE" or "REFER" && request.To?.Tag is null;

    /// <summary>Puts us into the route set of the dialog, once for each side if the sides reach us at different addresses
    /// (RFC 5658); the topmost is that of the callee.</summary>
    private void RecordRoute(SipRequest request, Target target)
    {
        var user = tokens.Create(request, CallerFlow(), target.Destination.Flow);
        var callerSide = domain.RecordRoute(transaction.Peer).WithUser(user);
        request.Headers.AddFirst("Record-Route", $"<{callerSide}>");
        if (target.Peer is not null)
        {
            var calleeSide = domain.RecordRoute(target.Peer).WithUser(user);
            if (calleeSide.ToString() != callerSide.ToString())
            {
                request.Headers.AddFirst("Record-Route", $"<{calleeSide}>");
            }
        }
    }

    private SipFlow? CallerFlow()
    {
        var original = transaction.Request;
        return original.Contact is { } contact
            && ReachabilityOf.Contact(original, transaction.Peer, contact.Uri, contact.Uri.Parameters.Contains("ob")) is Reachability.Flow or Reachability.FlowThenContact
            ? transaction.Peer.Flow
            : null;
    }
}
