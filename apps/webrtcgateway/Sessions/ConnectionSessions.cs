using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <summary>The calls of a connection. Lives on the connection's loop.</summary>
internal sealed class ConnectionSessions(ConnectionServices services)
{
    private const int MaxSessions = 1000;
    private const int MaxEnded = 32;

    private readonly Dictionary<string, Session> _sessions = [];

    /// <summary>The calls that ended last.</summary>
    private readonly Queue<string> _ended = [];
    private bool _closed;

    /// <summary>Makes a call.</summary>
    public Task CreateAsync(SessionCreateRequest request, Account? account, Reply reply)
    {
        if (_sessions.ContainsKey(request.Session))
        {
            throw new RequestException($"Session ID {request.Session} already in use");
        }

        if (_sessions.Count >= MaxSessions)
        {
            throw new RequestException("Too many sessions");
        }

        if (account is null)
        {
            throw new RequestException($"Unknown account specified: {request.Account}");
        }

        var session = new OutgoingSession(request, account, services, Forget);
        _sessions.Add(session.Id, session);
        return session.CreateAsync(reply);
    }

    /// <summary>Carries out a request about an existing call. A candidate may cross the end of its call: libraries take an error
    /// to it for the reason of the end.</summary>
    public Task HandleAsync(SessionRequest request, Reply reply) =>
        _sessions.TryGetValue(request.Session, out var session) ? session.HandleAsync(request, reply)
        : request is SessionTrickleRequest && _ended.Contains(request.Session) ? Task.CompletedTask
        : throw new RequestException($"Unknown session {request.Session}");

    /// <summary>Offers a call to the browser; may be called on any thread.</summary>
    /// <returns>The end of the call.</returns>
    public Task ReceiveAsync(Account account, IIncomingCall call) => services.Loop.Run(() =>
    {
        if (_closed || _sessions.Count >= MaxSessions)
        {
            call.Reject(480);
            return Task.CompletedTask;
        }

        // The same call may come for two accounts of one connection.
        var id = SessionId.Of(call.CallId);
        id = _sessions.ContainsKey(id) ? SessionId.Of(call.CallId + account.Address) : id;
        if (_sessions.ContainsKey(id))
        {
            call.Reject(482);
            return Task.CompletedTask;
        }

        var session = new IncomingSession(id, call, account, services, Forget);
        _sessions.Add(id, session);
        return session.ReceiveAsync();
    });

    /// <summary>Ends the calls of an account.</summary>
    public void EndOf(Account account) => _sessions.Values.Where(s => s.Account == account).ToList().ForEach(s => s.Abandon("the account was removed"));

    /// <summary>Ends the calls that ring for an account.</summary>
    public void EndRingingOf(Account account) =>
        _sessions.Values.OfType<IncomingSession>().Where(s => s.Account == account && s.IsRinging).ToList().ForEach(s => s.Abandon("the account was unregistered"));

    /// <summary>Ends all calls, and takes no more.</summary>
    public void EndAll()
    {
        _closed = true;
        _sessions.Values.ToList().ForEach(s => s.Abandon("the browser has gone"));
    }

    private void Forget(Session session)
    {
        if (_sessions.GetValueOrDefault(session.Id) == session)
        {
            _sessions.Remove(session.Id);
            _ended.Enqueue(session.Id);
            if (_ended.Count > MaxEnded)
            {
                _ended.Dequeue();
            }
        }
    }
}
