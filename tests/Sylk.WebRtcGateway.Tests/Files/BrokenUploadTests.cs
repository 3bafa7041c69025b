using System.IO.Pipelines;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Files;

namespace Sylk.WebRtcGateway.Tests.Files;

/// <summary>Uploads that end before they begin: whoever keeps a place for nothing takes it from others for ever.</summary>
public sealed class BrokenUploadTests : IDisposable
{
    private static readonly AccountAddress Alice = AccountAddress.Of("alice@sylk.test");
    private static readonly FilePath Path = new("alice@sylk.test", "bob@sylk.test", "t1", "a.txt");

    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-files").FullName;

    [Fact]
    public async Task A_client_that_is_gone_before_the_first_byte_leaves_an_upload_that_may_be_ended()
    {
        await using var upload = new Upload(Path, Alice, Alice, 10, new(_directory), TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReceiveAsync(upload, new(canceled: true)));
        Assert.True(upload.IsIdle);
    }

    [Fact]
    public async Task Whoever_waits_for_his_turn_when_a_newer_request_comes_is_told_so()
    {
        await using var upload = new Upload(Path, Alice, Alice, 10, new(_directory), TimeProvider.System);
        var body = new Pipe();
        var first = upload.ReceiveAsync(body.Reader, 0, new(0, TimeProvider.System), CancellationToken.None);
        var second = upload.ReceiveAsync(body.Reader, 0, new(0, TimeProvider.System), CancellationToken.None);
        var third = upload.ReceiveAsync(body.Reader, 0, new(0, TimeProvider.System), CancellationToken.None);
        await upload.DisposeAsync();
        foreach (var request in new[] { first, second, third })
        {
            Assert.Equal(UploadFailure.Interrupted, (await Assert.ThrowsAsync<UploadException>(() => request)).Failure);
        }
    }

    [Fact]
    public async Task An_upload_that_cannot_begin_takes_no_place()
    {
        var uploads = new Uploads(new() { MaxUploads = 1 }, new LostFiles(), new(_directory), TimeProvider.System);
        await Assert.ThrowsAsync<StoreException>(() => uploads.BeginAsync(Path, Alice, Alice, 10));
        Assert.Null(uploads.Find("t1"));
    }

    [Fact]
    public async Task What_is_complete_cannot_be_ended_any_more()
    {
        var vault = new FileVault(_directory);
        await using var upload = new Upload(Path, Alice, Alice, 0, vault, TimeProvider.System);
        Assert.NotNull(await ReceiveAsync(upload, CancellationToken.None));
        Assert.False(await upload.EndAsync());
        Assert.NotNull(vault.Find("t1"));
        await using var other = new Upload(Path with { TransferId = "t2" }, Alice, Alice, 1, vault, TimeProvider.System);
        Assert.True(await other.EndAsync());
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static Task<string?> ReceiveAsync(Upload upload, CancellationToken aborted) =>
        upload.ReceiveAsync(PipeReader.Create(Stream.Null), 0, new(0, TimeProvider.System), aborted);

    /// <summary>A store that is lost when files are looked for.</summary>
    private sealed class LostFiles : IFileStore
    {
        public ValueTask<bool> AddAsync(FileRecord file, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<FileRecord?> FindAsync(string transferId, CancellationToken cancellationToken = default) => throw new StoreException("out of reach", isTransient: true);

        public ValueTask<bool> RemoveAsync(string transferId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<FileRecord>> ExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<long> UsedBytesAsync(AccountAddress sender, CancellationToken cancellationToken = default) => ValueTask.FromResult(0L);
    }
}
