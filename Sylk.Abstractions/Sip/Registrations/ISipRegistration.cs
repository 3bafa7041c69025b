using System.Threading.Channels;

namespace Sylk.Abstractions.Sip;

/// <summary>What is needed to register. Immutable.</summary>
public sealed record RegistrationOptions
{
    /// <summary>The address of record, <c>sip:user@domain</c>.</summary>
    public required SipUri AddressOfRecord { get; init; }

    /// <summary>Display name for From and To, or <c>null</c>.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Answers the registrar's challenge.</summary>
    public SipCredentials? Credentials { get; init; }

    /// <summary>Next hop; <c>null</c>: RFC 3263 from the domain.</summary>
    public string? OutboundProxy { get; init; }

    /// <summary>User-Agent; <c>null</c> means that of the server.</summary>
    public string? UserAgent { get; init; }

    /// <summary>URI parameters of the Contact, for instance <c>pn-tok</c>; values are escaped as needed.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ContactUriParameters { get; init; } = [];

    /// <summary>What is asked for; the registrar may shorten it. Default 600 s.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Takes calls to the contact. Rules as in <see cref="ISipService.OnCall"/>.</summary>
    public required Func<IIncomingCall, CancellationToken, Task> OnCall { get; init; }

    /// <summary>Takes MESSAGE requests to the contact; <c>null</c>: they go to the application's own handler.</summary>
    public Func<ISipServerTransaction, CancellationToken, Task>? OnMessage { get; init; }
}

/// <summary>A registration that is kept up. Disposing it unregisters (waiting at most 2 s) and stops taking calls.</summary>
public interface ISipRegistration : IAsyncDisposable
{
    /// <summary>Changes of state, in order; only changes. One reader. Completes on dispose.</summary>
    ChannelReader<RegistrationState> States { get; }

    /// <summary>The contact URI at which this registration takes calls.</summary>
    SipUri Contact { get; }

    /// <summary>Registers again now, with other contact parameters if given.</summary>
    void Refresh(IReadOnlyList<KeyValuePair<string, string>>? contactUriParameters = null);
}

/// <summary>State of a registration.</summary>
/// <param name="Kind">The state.</param>
/// <param name="StatusCode">The registrar's answer: 200 when registered, the failure when failed (408 no answer, 503 not
/// reachable), 0 while registering.</param>
/// <param name="Phrase">Its phrase.</param>
public sealed record RegistrationState(RegistrationStateKind Kind, int StatusCode, string Phrase);

/// <summary>The states of a registration. After <see cref="Failed"/> for another reason than bad credentials it is tried again.</summary>
public enum RegistrationStateKind
{
    /// <summary>A REGISTER is on its way.</summary>
    Registering,

    /// <summary>The registrar has the binding.</summary>
    Registered,

    /// <summary>The registrar refused or was not reached.</summary>
    Failed,
}
