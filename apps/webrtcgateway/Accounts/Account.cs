using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Logins;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Sessions;

namespace Sylk.WebRtcGateway.Accounts;

/// <summary>An account on a connection. On every connection it has a contact of its own, so that the registrar forks calls to
/// all of its owner's devices.</summary>
internal sealed class Account(AccountAddRequest request, ConnectionServices services, ConnectionSessions sessions)
{
    private readonly Turns _turns = new();
    private readonly Turns _tokenTurns = new();
    private ISipRegistration? _registration;
    private KeyValuePair<string, string>[] _contactParameters = [];
    private Action? _giveUpLogin;
    private int _unregistrations;

    public string Address => request.Account;

    /// <summary>What the browser calls it.</summary>
    public string Name => request.Name;

    /// <summary>Its key wherever accounts of all connections meet.</summary>
    public AccountAddress Key { get; } = AddressText.ToAccount(request.Account);

    /// <summary>How others tell this connection about the account.</summary>
    public Device Device { get; } = new(request.Name, services.Loop, services.Send, services.Browser) { ReceivesComposing = request.ReceivesComposing };

    /// <summary>Whether the browser has proven that the account is its user's.</summary>
    public bool IsAuthenticated { get; private set; }

    public SipUri Uri { get; } = AddressText.ToUri(request.Account);

    public string? DisplayName { get; } = Printable(request.DisplayName, c => char.IsControl(c) ? ' ' : c);

    /// <summary>The account as sender of messages.</summary>
    public MessageSender Sender => new(Key, Identity, Credentials, UserAgent, Device);

    /// <summary>The account as sender of calls and messages.</summary>
    public NameAddress Identity => new(DisplayName, Uri, SipParameters.Empty);

    public string? UserAgent { get; } = Printable(request.UserAgent, c => c is >= ' ' and <= '~' ? c : '?');

    public SipCredentials Credentials { get; } = services.Gateway.Logins.Credentials(AddressText.ToUri(request.Account), request.Password);

    /// <summary>Which headers of calls are reported to the browser.</summary>
    public ReportedHeaders ReportedHeaders { get; } = new(request.IncomingHeaderPrefixes);

    /// <summary>Registers, in the place of an earlier registration, or does what stands for it.</summary>
    public Task RegisterAsync(Reply reply) => services.Gateway.Logins.IsImap(Uri) ? LogInAsync(reply) : RegisterBySipAsync(reply);

    private Task RegisterBySipAsync(Reply reply)
    {
        var unregistrations = _unregistrations;
        return _turns.Take(async () =>
        {
            if (await services.Context.Sip.CheckRouteAsync(Uri, services.Settings.Proxy) is { } problem)
            {
                throw new RequestException($"DNS lookup error: {problem}");
            }

            await ReleaseAsync();
            if (unregistrations == _unregistrations)
            {
                var registration = services.Context.Sip.Register(Options());
                _registration = registration;
                reply.Ack();
                _ = ReportAsync(registration);
            }
        });
    }

    /// <summary>Logs in at the mail server of the domain. Its yes stands for a registration; no call comes to the account by it.</summary>
    private Task LogInAsync(Reply reply)
    {
        var unregistrations = _unregistrations;
        return _turns.Take(async () =>
        {
            if (unregistrations != _unregistrations)
            {
                return;
            }

            reply.Ack();
            services.Send(new RegistrationStateEvent(Name, "registering"));
            using var login = new CancellationTokenSource();
            _giveUpLogin = login.Cancel;
            try
            {
                var outcome = await services.Gateway.Logins.LogInAsync(Uri, Credentials, services.Address, login.Token);

                // The answer may have come before it was given up, and be heard after.
                if (unregistrations == _unregistrations)
                {
                    Report(outcome);
                }
            }
            catch (OperationCanceledException)
            {
                // Given up meanwhile: nothing has come about.
            }
            finally
            {
                _giveUpLogin = null;
            }
        });
    }

    /// <summary>Gives the registration up; one still under way does not come about. Calls that ring are declined, others go on.</summary>
    public Task UnregisterAsync()
    {
        _unregistrations++;
        _giveUpLogin?.Invoke();
        Disown();
        sessions.EndRingingOf(this);
        return _turns.Take(ReleaseAsync);
    }

    /// <summary>Sets the push parameters of the contact (RFC 8599 names, as far as it has them). The device is stored as soon as
    /// it is proven whose it is.</summary>
    public Task SetDeviceAsync(PushDevice device)
    {
        Device.Push = device;
        _contactParameters =
        [
            new("pn-app", device.App),
            new("pn-tok", device.Token),
            new("pn-type", device.Platform),
            new("pn-device", device.Id),
            new("pn-silent", device.Silent ? "1" : "0"),
        ];
        _registration?.Refresh(_contactParameters);
        return IsAuthenticated ? RememberDeviceAsync() : Task.CompletedTask;
    }

    /// <summary>The device is not to be woken for this account any more.</summary>
    public Task ForgetDeviceAsync() => Device.Push is { } device
        ? _tokenTurns.Take(() => services.Gateway.Tokens.ForgetAsync(Key, device))
        : Task.CompletedTask;

    private Task RememberDeviceAsync() => Device.Push is { } device
        ? _tokenTurns.Take(() => services.Gateway.Tokens.RememberAsync(Key, device, UserAgent))
        : Task.CompletedTask;

    /// <summary>The account is its user's: from now on this connection is one of its devices.</summary>
    private void Authenticate()
    {
        IsAuthenticated = true;
        Device.Sender = Sender;
        services.Devices.Add(Key, Device);
        _ = services.Gateway.Mailroom.Submission.ResumeAsync(Sender);
        _ = RememberDeviceAsync();
    }

    /// <summary>The account may be somebody else's. A registrar that is lost is no reason to think so.</summary>
    private void Disown()
    {
        IsAuthenticated = false;
        services.Devices.Remove(Key, Device);
    }

    private async Task ReleaseAsync()
    {
        if (_registration is { } registration)
        {
            _registration = null;
            await registration.DisposeAsync();
        }
    }

    private void Report(RegistrationState state)
    {
        switch (state.Kind)
        {
            case RegistrationStateKind.Registering:
                services.Send(new RegistrationStateEvent(Name, "registering"));
                break;
            case RegistrationStateKind.Registered:
                ReportRegistered();
                break;
            default:
                if (state.StatusCode is 401 or 403 or 404 or 407)
                {
                    Disown();
                }

                ReportFailed($"{state.StatusCode} {state.Phrase}".Trim());
                break;
        }
    }

    private void Report(LoginOutcome outcome)
    {
        if (outcome.IsAccepted)
        {
            ReportRegistered();
        }
        else if (outcome.Problem is null)
        {
            Disown();
            ReportFailed("external authentication failed (wrong username or password?)");
        }
        else
        {
            // A mail server that is lost is no reason to think that the account is somebody else's.
            ReportFailed("503 Service Unavailable");
        }
    }

    private void ReportRegistered()
    {
        services.Context.Logger.LogRegistered(Name);
        services.Send(new RegistrationStateEvent(Name, "registered"));
        Authenticate();
    }

    private void ReportFailed(string reason)
    {
        services.Context.Logger.LogNotRegistered(Name, reason);
        services.Send(new RegistrationStateEvent(Name, "failed", reason));
    }

    private static string? Printable(string? text, Func<char, char> replace) =>
        string.IsNullOrEmpty(text) ? null : string.Concat(text.Select(replace));

    private RegistrationOptions Options() => new()
    {
        AddressOfRecord = Uri,
        DisplayName = DisplayName,
        Credentials = Credentials,
        OutboundProxy = services.Settings.Proxy,
        UserAgent = UserAgent,
        ContactUriParameters = _contactParameters,
        OnCall = (call, _) => sessions.ReceiveAsync(this, call),
        OnMessage = (message, _) => services.Gateway.Mailroom.Incoming.ReceiveAsync(Key, message),
    };

    /// <summary>Tells the browser about changes; a refresh that succeeds is none.</summary>
    private async Task ReportAsync(ISipRegistration registration)
    {
        var reported = RegistrationStateKind.Failed;
        var unregistrations = _unregistrations;
        await foreach (var state in registration.States.ReadAllAsync())
        {
            var isRefresh = reported == RegistrationStateKind.Registered && state.Kind != RegistrationStateKind.Failed;
            if (registration != _registration || unregistrations != _unregistrations || isRefresh)
            {
                continue;
            }

            reported = state.Kind;
            Report(state);
        }
    }
}
