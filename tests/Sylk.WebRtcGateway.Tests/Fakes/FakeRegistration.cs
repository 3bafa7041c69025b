using System.Threading.Channels;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

internal sealed class FakeRegistration(RegistrationOptions options, FakeNetwork? network = null) : ISipRegistration
{
    private static int s_count;

    private readonly Channel<RegistrationState> _states = Channel.CreateUnbounded<RegistrationState>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Registrations in the order in which they were made.</summary>
    public int Number { get; } = Interlocked.Increment(ref s_count);

    public RegistrationOptions Options => options;

    public bool IsDisposed => _disposed.Task.IsCompleted;

    public Task Disposed => _disposed.Task.WaitAsync(Deadline.Time);

    public ChannelReader<RegistrationState> States => _states.Reader;

    public SipUri Contact => SipUri.Parse("sip:token@192.0.2.1");

    public IReadOnlyList<KeyValuePair<string, string>>? Refreshed { get; private set; }

    public void Tell(RegistrationStateKind kind, int code = 0, string phrase = "") => _states.Writer.TryWrite(new(kind, code, phrase));

    public void Refresh(IReadOnlyList<KeyValuePair<string, string>>? contactUriParameters = null) => Refreshed = contactUriParameters;

    public ValueTask DisposeAsync()
    {
        network?.Unregister(this);
        _states.Writer.TryComplete();
        _disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
