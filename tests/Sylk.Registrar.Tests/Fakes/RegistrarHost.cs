using Sylk.Abstractions.Sip;
using Sylk.Registrar.Settings;

namespace Sylk.Registrar.Tests.Fakes;

/// <summary>The application, started with accounts alice, bob and carol of sylk.test.</summary>
internal sealed class RegistrarHost : IAsyncDisposable
{
    private readonly RegistrarApplication _application;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("registrar");
    private readonly CancellationTokenSource _stopping = new();

    public RegistrarHost(Action<RegistrarSettings>? change = null)
    {
        var settings = new RegistrarSettings
        {
            Domain = [new() { Name = "sylk.test" }],
            Account = [.. new[] { "alice", "bob", "carol" }.Select(u => new AccountSettings { Uri = $"{u}@sylk.test", Password = "demo" })],
            Route = [new() { Uri = "echo@sylk.test", Application = "echo" }],
        };
        change?.Invoke(settings);
        Store = new(Time);
        _application = new(new FakeContext(Sip, Store, Time, _data.FullName), settings);
        Assert.True(_application.StartAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully);
    }

    public FakeSip Sip { get; } = new();

    public ManualTime Time { get; } = new();

    public FakeStore Store { get; }

    /// <summary>Hands a request to the domain.</summary>
    public FakeServerTransaction Receive(SipRequest request, SipPeer peer, string domain = "sylk.test")
    {
        var transaction = new FakeServerTransaction(request, peer);
        transaction.Handled = Sip.Domains[domain].OnRequestAsync(transaction, _stopping.Token);
        return transaction;
    }

    public void Acknowledge(SipRequest ack, SipPeer peer) => Sip.Domains["sylk.test"].OnAck(ack, peer);

    /// <summary>Hands over a request and answers the challenge.</summary>
    public FakeServerTransaction ReceiveAuthorized(Phone phone, SipRequest request, string algorithm = "MD5")
    {
        var challenge = Receive(request, phone.Peer).Final!;
        Assert.Contains(challenge.StatusCode, new[] { 401, 407 });
        return Receive(phone.Authorize(request, challenge, algorithm), phone.Peer);
    }

    /// <summary>Registers contacts and returns the response.</summary>
    public SipResponse Register(Phone phone, params string[] contacts) => ReceiveAuthorized(phone, phone.Register(contacts)).Final!;

    /// <summary>A phone of a user that is registered.</summary>
    public Phone Registered(string user, SipPeer peer)
    {
        var phone = new Phone(user, peer);
        Assert.Equal(200, Register(phone, $"<{phone.ContactUri}>").StatusCode);
        return phone;
    }

    public Task StopAsync() => _stopping.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _application.StopAsync(CancellationToken.None);
        _application.Dispose();
        _stopping.Dispose();
        _data.Delete(recursive: true);
    }
}
