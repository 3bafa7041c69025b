using System.Collections.Concurrent;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>A registrar and forking proxy for one domain, and people in it with a fixed fate.</summary>
internal sealed class FakeNetwork(string domain, IReadOnlyDictionary<string, string> ha1s)
{
    private static readonly Dictionary<string, int> Fates = new()
    {
        ["busy"] = 486,
        ["decline"] = 603,
        ["gone"] = 480,
        ["forbid"] = 403,
        ["error"] = 500,
        ["slow"] = 180,
    };

    private readonly ConcurrentDictionary<FakeRegistration, string> _bindings = [];
    private readonly ConcurrentQueue<FakeFork> _forks = [];
    private readonly Lock _lock = new();
    private readonly Queue<Action> _pending = [];
    private bool _isPaused = true;
    private int _calls;

    public bool RegistrarIsDown { get; set; }

    public string NextCallId() => $"call-{Interlocked.Increment(ref _calls)}@{domain}";

    public void Register(FakeRegistration registration) => Do(() => Answer(registration));

    public void Unregister(FakeRegistration registration) => _bindings.TryRemove(registration, out _);

    /// <summary>Lets registrations and calls wait: a network takes its time.</summary>
    public void Pause()
    {
        lock (_lock)
        {
            _isPaused = true;
        }
    }

    /// <summary>Lets go on what waits, and what comes.</summary>
    public void Resume()
    {
        lock (_lock)
        {
            _isPaused = false;
            while (_pending.TryDequeue(out var action))
            {
                action();
            }
        }
    }

    public void Connect(FakeOutgoingCall call)
    {
        var fork = new FakeFork(call, Do, () => Route(call));
        call.FarEnd = fork;
        _forks.Enqueue(fork);
    }

    /// <summary>Brings a MESSAGE to the application, which keeps those for accounts of the domain.</summary>
    public void Send(FakeOutgoingRequest request, FakeSip sip) => Do(() => _ = SendAsync(request, sip));

    /// <summary>The proxy gives up the calls that still ring.</summary>
    public void GiveUp() => _forks.ToList().ForEach(f => f.GiveUp());

    private void Do(Action action)
    {
        lock (_lock)
        {
            if (_isPaused)
            {
                _pending.Enqueue(action);
            }
            else
            {
                action();
            }
        }
    }

    private void Answer(FakeRegistration registration)
    {
        if (registration.IsDisposed)
        {
            return;
        }

        var address = registration.Options.AddressOfRecord;
        registration.Tell(RegistrationStateKind.Registering);
        var status = RegistrarIsDown || address.Host != domain ? 503 : Authenticate(address, registration.Options.Credentials);
        if (status == 200)
        {
            _bindings[registration] = address.AddressOfRecord;
            registration.Tell(RegistrationStateKind.Registered, 200, "OK");
        }
        else
        {
            registration.Tell(RegistrationStateKind.Failed, status, SipStatus.ReasonPhrase(status));
        }
    }

    private int Authenticate(SipUri address, SipCredentials? credentials) => ha1s.GetValueOrDefault(address.User ?? "") switch
    {
        null => 404,
        var ha1 => ha1 == credentials?.Ha1 ? 200 : 401,
    };

    private async Task SendAsync(FakeOutgoingRequest request, FakeSip sip)
    {
        var target = request.Options.Target;
        var isForPhones = request.Options.Headers.Any(h => h.Name == "X-Sylk-To-Sip");
        var status = Authenticate(request.Options.From.Uri, request.Options.Credentials) switch
        {
            200 when target.Host != domain => 404,
            200 when ha1s.ContainsKey(target.User ?? "") => isForPhones ? 480 : 200,
            200 => Fates.GetValueOrDefault(target.User ?? "", 404),
            var refused => refused,
        };
        request.Respond(status == 200
            ? await sip.ReceiveAsync(request.ToRequest())
            : new(status, target.Host == domain ? SipStatus.ReasonPhrase(status) : "Unknown domain"));
    }

    /// <summary>Whom a call reaches, and what it is answered at once.</summary>
    private (int Status, string Phrase, IReadOnlyList<FakeRegistration> Bindings) Route(FakeOutgoingCall call)
    {
        var target = call.Options.Target;
        var authenticated = Authenticate(call.Options.From.Uri, call.Options.Credentials);
        if (authenticated != 200)
        {
            return (authenticated, SipStatus.ReasonPhrase(authenticated), []);
        }

        if (target.Host != domain)
        {
            return (404, "Unknown domain", []);
        }

        var bindings = _bindings.Where(b => b.Value == target.AddressOfRecord).Select(b => b.Key).OrderBy(r => r.Number).ToList();
        var status = bindings.Count > 0 ? 100 : Fates.GetValueOrDefault(target.User ?? "", 404);
        return (status, SipStatus.ReasonPhrase(status), bindings);
    }
}
