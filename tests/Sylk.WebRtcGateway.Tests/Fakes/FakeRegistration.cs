using System.Threading.Channels;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

internal sealed class FakeRegistration(RegistrationOptions options) : ISipRegistration
{
    private readonly Channel<RegistrationState> _states = Channel.CreateUnbounded<RegistrationState>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RegistrationOptions Options => options;

    public Task Disposed => _disposed.Task.WaitAsync(Deadline.Time);

    public ChannelReader<RegistrationState> States => _states.Reader;

    public SipUri Contact => SipUri.Parse("sip:token@192.0.2.1");

    public IReadOnlyList<KeyValuePair<string, string>>? Refreshed { get; private set; }

    public void Tell(RegistrationStateKind kind, int code = 0, string phrase = "") => _states.Writer.TryWrite(new(kind, code, phrase));

    public void Refresh(IReadOnlyList<KeyValuePair<string, string>>? contactUriParameters = null) => Refreshed = contactUriParameters;

    public ValueTask DisposeAsync()
    {
        _states.Writer.TryComplete();
        _disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
