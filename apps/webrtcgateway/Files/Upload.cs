using System.IO.Pipelines;
using System.Security.Cryptography;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Files;

/// <summary>A file on its way to us. It may come in several requests, one after the other; the last one to come is the one that
/// counts. May be used on any thread.</summary>
internal sealed class Upload(FilePath path, AccountAddress sender, AccountAddress receiver, long size, FileVault vault, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly Lock _lock = new();
    private CancellationTokenSource? _running;
    private volatile bool _isIdle;
    private volatile bool _hasEnded;

    public FilePath Path => path;

    public AccountAddress Sender => sender;

    public AccountAddress Receiver => receiver;

    /// <summary>How long the whole file is.</summary>
    public long Size => size;

    /// <summary>How much of it is here.</summary>
    public long Received { get; private set; }

    /// <summary>When something of it came last.</summary>
    public DateTimeOffset LastActive { get; private set; } = time.GetUtcNow();

    /// <summary>Whether it was broken off.</summary>
    public bool IsIdle => _isIdle;

    /// <summary>Whether it is complete, or given up.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Takes a part.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="rate">How fast it is taken.</param>
    /// <param name="aborted">Cancelled when the client has gone.</param>
    /// <returns>What is known of the file if it is complete now and on the disk, else <c>null</c>.</returns>
    /// <exception cref="UploadException">It is not the part that comes next, or somebody else has taken over or cancelled.</exception>
    public async Task<string?> ReceiveAsync(PipeReader body, long offset, TransferRate rate, CancellationToken aborted)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Interrupt(running);
        try
        {
            await _turn.WaitAsync(running.Token);
            try
            {
                return await TakeAsync(body, offset, rate, running.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw new UploadException(UploadFailure.Interrupted);
        }
        finally
        {
            // Also when its turn never came: what nobody goes on with would keep its place for ever.
            lock (_lock)
            {
                if (_running == running)
                {
                    _running = null;
                    _isIdle = true;
                }
            }
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    /// <summary>Ends it, and what is here of it is deleted unless it was taken as a whole. May be called again.</summary>
    /// <returns>Whether it had not ended before.</returns>
    public async ValueTask<bool> EndAsync()
    {
        Interrupt(null);
        await _turn.WaitAsync();
        try
        {
            var wasUnderWay = !_hasEnded;
            if (wasUnderWay)
            {
                _hasEnded = true;
                vault.Discard(path.TransferId);
            }

            _hash.Dispose();
            return wasUnderWay;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends the request that is under way in favour of another one, or of none.</summary>
    private void Interrupt(CancellationTokenSource? next)
    {
        CancellationTokenSource? earlier;
        lock (_lock)
        {
            earlier = _running;
            _running = next;
        }

        try
        {
            earlier?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    private async Task<string?> TakeAsync(PipeReader body, long offset, TransferRate rate, CancellationToken cancellationToken)
    {
        if (_hasEnded || offset != Received)
        {
            throw new UploadException(_hasEnded ? UploadFailure.Interrupted : UploadFailure.WrongPart);
        }

        _isIdle = false;
        await using (var file = vault.Open(path.TransferId, Received))
        {
            await CopyAsync(body, file, rate, cancellationToken);
            file.Flush(flushToDisk: Received == size);
        }

        return Received == size ? Complete() : null;
    }

    private async Task CopyAsync(PipeReader body, FileStream file, TransferRate rate, CancellationToken cancellationToken)
    {
        ReadResult part;
        do
        {
            part = await body.ReadAsync(cancellationToken);
            foreach (var segment in part.Buffer)
            {
                await AppendAsync(file, segment, cancellationToken);
            }

            body.AdvanceTo(part.Buffer.End);
            await rate.WaitAsync(part.Buffer.Length, cancellationToken);
        }
        while (!part.IsCompleted);
    }

    private async Task AppendAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (Received + bytes.Length > size)
        {
            throw new UploadException(UploadFailure.WrongPart);
        }

        await file.WriteAsync(bytes, cancellationToken);
        _hash.AppendData(bytes.Span);
        Received += bytes.Length;
        LastActive = time.GetUtcNow();
    }

    private string Complete()
    {
        vault.Complete(path.TransferId);
        _hasEnded = true;
        return "sha-1:" + string.Join(':', _hash.GetHashAndReset().Select(b => b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}

/// <summary>An upload cannot go on.</summary>
internal sealed class UploadException(UploadFailure failure) : Exception
{
    public UploadFailure Failure => failure;
}

/// <summary>Why an upload cannot go on.</summary>
internal enum UploadFailure
{
    /// <summary>The part does not follow what is here, or there is nothing it could follow.</summary>
    WrongPart,

    /// <summary>A newer request took over, or it was cancelled.</summary>
    Interrupted,

    /// <summary>The account has as many uploads as it may have.</summary>
    TooMany,

    /// <summary>The account's files would take more than they may.</summary>
    OverQuota,

    /// <summary>The id is in use by somebody else.</summary>
    Foreign,
}
