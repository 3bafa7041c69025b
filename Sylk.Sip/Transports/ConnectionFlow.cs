using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;

namespace Sylk.Sip.Transports;

/// <summary>A TCP or TLS connection: one task reads, one writes while there is something to write.</summary>
/// <remarks>It ends in two steps: first it takes no more messages and writes those it has, then the socket is closed.</remarks>
internal sealed class ConnectionFlow : Flow
{
    /// <summary>How long the peer has to take the last answer, and how much it may still send meanwhile.</summary>
    private static readonly TimeSpan LingerTimeout = TimeSpan.FromSeconds(2);

    private const int MaxLingerBytes = 1024 * 1024;

    private static readonly byte[] Pong = "\r\n"u8.ToArray(), Ping = "\r\n\r\n"u8.ToArray();

    private readonly ConnectionTable _table;
    private readonly TransportContext _context;
    private readonly ConnectionLimits _limits;
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly Lock _lock = new();
    private readonly Queue<ReadOnlyMemory<byte>> _queue = new();
    private readonly List<Registration> _whenClosed = []; // only on the loop
    private readonly ConnectionDeadlines _deadlines;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _queuedBytes;
    private bool _isWriting, _isEnding, _isClosed, _isShutDown;
    private bool _toldClosed; // only on the loop

    public ConnectionFlow(ConnectionTable table, TransportContext context, ConnectionLimits limits, Socket socket, Stream stream, SipPeer peer, string? openedTo)
        : base(peer, context.Diagnostics)
    {
        (_table, _context, _limits, _socket, _stream) = (table, context, limits, socket, stream);
        IsOpenedByUs = openedTo is not null;
        VerifiedName = openedTo ?? "";
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _deadlines = new(limits, context.Time, IsOpenedByUs);
    }

    public bool IsOpenedByUs { get; }

    /// <summary>The domain that the other end of a TLS connection was checked for, lower case; otherwise empty.</summary>
    public string VerifiedName { get; }

    public override IPEndPoint LocalEndPoint { get; }

    public override bool IsReliable => true;

    public override bool IsAlive => !Volatile.Read(ref _isEnding);

    /// <summary>Whether something waits to be written.</summary>
    public bool IsWriting => Volatile.Read(ref _isWriting);

    public override IDisposable? WhenClosed(Action action)
    {
        var registration = new Registration(action, _whenClosed);
        if (_toldClosed)
        {
            _context.Post(registration.Run);
        }
        else
        {
            _whenClosed.Add(registration);
        }

        return registration;
    }

    /// <summary>Reads until the connection is closed.</summary>
    public async Task RunAsync()
    {
        using var framer = new SipStreamFramer(_context.Limits);
        try
        {
            while (await ReceiveAsync(framer))
            {
                if (!TakeFrames(framer))
                {
                    await SwallowAsync();
                    break;
                }

                _deadlines.OnReceived(framer.HasPartialMessage);
            }

            EndAfterAnswers();
            await _finished.Task;
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
            // The peer has gone, or Close was called.
        }
        finally
        {
            Close();
            await _stream.DisposeAsync();
        }
    }

    /// <summary>Writes what is queued and closes. Any thread.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (_isEnding)
            {
                return;
            }

            _isEnding = true;
            _deadlines.OnEnding(LingerTimeout);
            StartWriting();
        }

        Leave();
    }

    /// <summary>Closes at once. Any thread.</summary>
    public void Close()
    {
        bool wasAlive;
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            wasAlive = !_isEnding;
            _isEnding = true;
            _queue.Clear();
        }

        _finished.TrySetResult();
        _socket.Dispose();
        if (wasAlive)
        {
            Leave();
        }

        _table.Release(this);
    }

    /// <summary>Closes what has taken too long, and sends pings. Called now and then.</summary>
    public void CheckDeadlines()
    {
        switch (_deadlines.Check(IsWriting))
        {
            case ConnectionDeadlines.Verdict.Close:
                Close();
                break;
            case ConnectionDeadlines.Verdict.Ping:
                Enqueue(Ping);
                break;
            default:
                break;
        }
    }

    public static bool IsEndOfConnection(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException or NotSupportedException;

    protected override bool TrySendCore(ReadOnlyMemory<byte> message)
    {
        _deadlines.OnSent();
        return Enqueue(message);
    }

    private bool Enqueue(ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            if (_isEnding)
            {
                return false;
            }

            if (_queuedBytes + bytes.Length <= _limits.MaxQueuedBytes)
            {
                _queuedBytes += bytes.Length;
                _queue.Enqueue(bytes);
                StartWriting();
                return true;
            }
        }

        Close(); // the peer does not read
        return false;
    }

    private void StartWriting()
    {
        if (!_isWriting)
        {
            _isWriting = true;
            _deadlines.OnWriting(); // at once: what was written last may be long ago
            _ = Task.Run(WriteAsync);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (TryTakeQueued(out var bytes))
            {
                _deadlines.OnWriting();
                await _stream.WriteAsync(bytes);
                lock (_lock)
                {
                    _queuedBytes -= bytes.Length;
                }
            }
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
            Close();
            return;
        }

        if (!IsAlive && !Interlocked.Exchange(ref _isShutDown, true))
        {
            await ShutdownAsync();
        }
    }

    private bool TryTakeQueued(out ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            return _queue.TryDequeue(out bytes) || (_isWriting = false);
        }
    }

    /// <summary>Tells the peer that no more will come, so that it reads the last answer before the connection is reset.</summary>
    private async Task ShutdownAsync()
    {
        try
        {
            if (_stream is SslStream tls)
            {
                await tls.ShutdownAsync();
            }

            _socket.Shutdown(SocketShutdown.Send);
            _finished.TrySetResult();
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
            Close();
        }
    }

    /// <returns>False at the end of the stream.</returns>
    private async ValueTask<bool> ReceiveAsync(SipStreamFramer framer)
    {
        if (!framer.HasPartialMessage)
        {
            // A connection that is silent holds no buffer.
            framer.Trim();
#pragma warning disable CA2022 // it waits and reads nothing
            await _stream.ReadAsync(Memory<byte>.Empty);
#pragma warning restore CA2022
        }

        var count = await _stream.ReadAsync(framer.GetMemory());
        framer.Advance(count);
        return count > 0;
    }

    /// <returns>False if the stream is broken.</returns>
    private bool TakeFrames(SipStreamFramer framer)
    {
        while (true)
        {
            switch (framer.Read(out var message, out var error))
            {
                case SipFrame.None:
                    return true;
                case SipFrame.Message:
                    OnMessage(message);
                    break;
                case SipFrame.Crlf or SipFrame.Ping when _deadlines.OnPong():
                    break;
                case SipFrame.Ping:
                    Enqueue(Pong);
                    break;
                case SipFrame.Error:
                    _context.Receiver.OnMalformed(error!, this);
                    return false;
                default:
                    break;
            }
        }
    }

    private void OnMessage(ReadOnlySpan<byte> bytes)
    {
        _deadlines.OnMessage();
        _context.Diagnostics.OnReceived(this, bytes);
        if (SipMessageParser.TryParse(bytes, _context.Limits, out var message, out var error))
        {
            _context.Receiver.OnMessage(message, this);
        }
        else
        {
            _context.Receiver.OnMalformed(error, this);
        }
    }

    /// <summary>Swallows what the peer sends after a fault: closing over unread bytes would take the answer from it.</summary>
    private async Task SwallowAsync()
    {
        EndAfterAnswers();
        var waste = new byte[4096];
        var total = 0;
        int count;
        while ((count = await _stream.ReadAsync(waste)) > 0 && (total += count) < MaxLingerBytes)
        {
        }
    }

    /// <summary>Ends when the loop, which comes to it after all messages received before, has sent what it has to say to them.</summary>
    private void EndAfterAnswers()
    {
        _deadlines.OnEnding(LingerTimeout);
        _context.Post(End);
    }

    private void Leave()
    {
        _table.Forget(this);
        _context.Post(TellClosed);
    }

    private void TellClosed()
    {
        _toldClosed = true;
        foreach (var registration in _whenClosed.ToArray())
        {
            registration.Run();
        }

        _whenClosed.Clear();
    }

    private sealed class Registration(Action action, List<Registration> list) : IDisposable
    {
        private bool _isDone;

        public void Run()
        {
            if (!_isDone)
            {
                _isDone = true;
                action();
            }
        }

        public void Dispose()
        {
            _isDone = true;
            list.Remove(this);
        }
    }
}
