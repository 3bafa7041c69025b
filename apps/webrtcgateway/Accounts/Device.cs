using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Accounts;

/// <summary>An account on one connection, as those see it that have something to tell it. May be used on any thread.</summary>
/// <param name="name">What the browser calls the account.</param>
/// <param name="loop">The connection's loop.</param>
/// <param name="send">Sends a message to the browser; called on the loop.</param>
/// <param name="browser">The secret name of the browser, which all its connections share.</param>
internal sealed class Device(string name, ConnectionLoop loop, Action<ServerMessage> send, string browser = "")
{
    private volatile PushDevice? _push;
    private volatile MessageSender? _sender;

    /// <summary>The secret name of the browser.</summary>
    public string Browser => browser;

    /// <summary>What it is for the push service, if it has said so.</summary>
    public PushDevice? Push
    {
        get => _push;
        set => _push = value;
    }

    /// <summary>The account as sender; <c>null</c> before it was authenticated for the first time.</summary>
    public MessageSender? Sender
    {
        get => _sender;
        set => _sender = value;
    }

    /// <summary>Sends an event, after everything that was handed over before.</summary>
    public void Send(AccountEvent message) => Post(() => send(message with { Account = name }));

    /// <summary>Does something in the order of the events, for instance answers a request.</summary>
    public void Post(Action action) => _ = loop.Run(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Whether it is to be told who types (RFC 3994).</summary>
    public bool ReceivesComposing { get; init; }
}
