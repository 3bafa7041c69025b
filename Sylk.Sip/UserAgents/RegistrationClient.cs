using System.Diagnostics;
using System.Threading.Channels;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Authentication;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>Keeps an address of record registered (RFC 3261 section 10.2). State on the loop.</summary>
internal sealed class RegistrationClient : ISipRegistration
{
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(30), UnregisterLimit = TimeSpan.FromSeconds(2);
    private readonly Channel<RegistrationState> _states = Channel.CreateUnbounded<RegistrationState>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly UserAgentLayer _layer;
    private readonly RegistrationOptions _options;
    private readonly DigestClient? _digest;
    private readonly string _callId = RequestTemplate.NewToken(), _user = RequestTemplate.NewToken();
    private IReadOnlyList<KeyValuePair<string, string>> _parameters;
    private RegistrationState? _state;
    private IDisposable? _next;
    private SipUri _base;
    private TimeSpan _expires;
    private uint _sequence;
    private bool _isRunning, _isAgainWanted, _isDisposed, _hasBinding;

    public RegistrationClient(UserAgentLayer layer, UserAgent owner, RegistrationOptions options)
    {
        (_layer, Owner, _options, _expires, _parameters) = (layer, owner, options, options.Expires, options.ContactUriParameters);
        _digest = options.Credentials is { } credentials ? new(credentials) : null;
        _base = layer.Transactions.LocalUri(default);
        layer.Loop.Post(() =>
        {
            layer.Add(this);
            Register();
        });
    }

    public UserAgent Owner { get; }

    public RegistrationOptions Options => _options;

    /// <summary>User part of the contact, by which requests to it are known.</summary>
    public string ContactUser => _user;

    public ChannelReader<RegistrationState> States => _states.Reader;

    public SipUri Contact => _parameters.Aggregate(_base.WithUser(_user), (uri, p) => uri.WithParameter(p.Key, Uri.EscapeDataString(p.Value)));

    public void Refresh(IReadOnlyList<KeyValuePair<string, string>>? contactUriParameters = null) => _layer.Loop.Post(() =>
    {
        _parameters = contactUriParameters ?? _parameters;
        Register();
    });

    public ValueTask DisposeAsync()
    {
        _layer.Loop.Post(() =>
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _next?.Dispose();
            _states.Writer.TryComplete();
            _layer.Remove(this);
            Owner.Remove(this);
            if (_hasBinding || _isRunning)
            {
                _layer.Loop.Schedule(UnregisterLimit, () => _disposed.TrySetResult());
                Send(TimeSpan.Zero, _ => _disposed.TrySetResult());
            }
            else
            {
                _disposed.TrySetResult();
            }
        });
        return new(_disposed.Task);
    }

    private void Register()
    {
        if (_isDisposed)
        {
            return;
        }

        _next?.Dispose();
        if (_isRunning)
        {
            _isAgainWanted = true;
            return;
        }

        _isRunning = true;
        if (_state?.Kind != RegistrationStateKind.Registered)
        {
            Tell(new(RegistrationStateKind.Registering, 0, ""));
        }

        Send(_expires, OnFinal);
    }

    private void Send(TimeSpan expires, Action<SipResponse> final)
    {
        var account = new NameAddress(_options.DisplayName, _options.AddressOfRecord, SipParameters.Empty);
        var options = new OutgoingRequestOptions
        {
            Method = "REGISTER",
            Target = new SipUri(null, _options.AddressOfRecord.Host, _options.AddressOfRecord.Port),
            From = account,
            OutboundProxy = _options.OutboundProxy,
            UserAgent = _options.UserAgent,
        };
        var request = RequestTemplate.Create(_layer, "REGISTER", options, _callId, ++_sequence);
        request.Headers["To"] = account.ToString();
        request.Headers.Add("Expires", DeltaSeconds.Format(expires));
        _layer.Loop.When(
            new ValueTask<SipUri>(_layer.Transactions.LocalUriAsync(SipDestination.FromRequest, request, CancellationToken.None)),
            local =>
            {
                _base = local;
                request.Headers.Add("Contact", $"<{Contact}>");
                new ClientRequest(_layer.Transactions, request, SipDestination.FromRequest, _digest, () => ++_sequence) { Final = final }.Start();
            },
            e => final(request.CreateResponse(503, e.Message)));
    }

    private void OnFinal(SipResponse response)
    {
        _isRunning = false;
        if (_isDisposed)
        {
            return;
        }

        if (response.StatusCode == 423 && DeltaSeconds.TryParse(response.Headers["Min-Expires"], out var minimum) && minimum > _expires)
        {
            _expires = minimum;
            Register();
            return;
        }

        if (response.IsSuccess)
        {
            _hasBinding = true;
            Tell(new(RegistrationStateKind.Registered, response.StatusCode, response.ReasonPhrase));
            var granted = Granted(response);
            // Early enough for some tries before the binding is gone.
            RegisterIn(granted > TimeSpan.FromSeconds(120) ? granted - TimeSpan.FromSeconds(60) : granted / 2);
        }
        else
        {
            Tell(new(RegistrationStateKind.Failed, response.StatusCode, response.ReasonPhrase));
            if (response.StatusCode is not (401 or 403 or 407))
            {
                RegisterIn(RetryAfterFailure);
            }
        }

        if (_isAgainWanted)
        {
            _isAgainWanted = false;
            Register();
        }
    }

    private void RegisterIn(TimeSpan delay)
    {
        _next?.Dispose();
        _next = _layer.Loop.Schedule(delay, Register);
    }

    private TimeSpan Granted(SipResponse response)
    {
        foreach (var text in response.Headers.GetList("Contact"))
        {
            if (NameAddress.TryParse(text, out var contact) && contact.Uri.User == _user && DeltaSeconds.TryParse(contact.Parameters["expires"], out var own))
            {
                return own;
            }
        }

        return DeltaSeconds.TryParse(response.Headers["Expires"], out var all) ? all : _expires;
    }

    private void Tell(RegistrationState state)
    {
        Debug.Assert(!_isDisposed);
        if (state != _state)
        {
            _state = state;
            _states.Writer.TryWrite(state);
        }
    }
}
