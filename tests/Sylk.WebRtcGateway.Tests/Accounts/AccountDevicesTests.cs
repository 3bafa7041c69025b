using System.Threading.Channels;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Accounts;

public sealed class AccountDevicesTests
{
    private static readonly AccountAddress Alice = AccountAddress.Of("alice@sylk.test");

    private readonly AccountDevices _devices = new();
    private readonly Channel<ServerMessage> _sent = Channel.CreateUnbounded<ServerMessage>();

    [Fact]
    public async Task Events_reach_every_device_but_one_under_its_own_name()
    {
        var first = Make("alice@sylk.test");
        var second = Make("alice@Sylk.Test");
        _devices.Add(Alice, first);
        _devices.Add(Alice, second);
        _devices.Add(Alice, second);
        _devices.Fork(Alice, new RegistrationStateEvent("", "registered"), except: first);
        Assert.Equal(new RegistrationStateEvent("alice@Sylk.Test", "registered"), await Deadline.Read(_sent.Reader));
        Assert.False(_sent.Reader.TryRead(out _));
    }

    [Fact]
    public void An_account_without_devices_is_offline_and_forgotten()
    {
        var device = Make("alice@sylk.test");
        _devices.Add(Alice, device);
        Assert.True(_devices.IsOnline(Alice));
        _devices.Remove(Alice, Make("alice@sylk.test"));
        Assert.True(_devices.IsOnline(Alice));
        _devices.Remove(Alice, device);
        Assert.False(_devices.IsOnline(Alice));
        _devices.Fork(Alice, new RegistrationStateEvent("", "registered"));
        Assert.False(_sent.Reader.TryRead(out _));
    }

    [Fact]
    public void Devices_may_come_and_go_on_all_threads()
    {
        Parallel.For(0, 1000, _ =>
        {
            var device = Make("alice@sylk.test");
            _devices.Add(Alice, device);
            Assert.Contains(device, _devices.Of(Alice));
            _devices.Remove(Alice, device);
        });
        Assert.False(_devices.IsOnline(Alice));
    }

    private Device Make(string name) => new(name, new ConnectionLoop(), m => _sent.Writer.TryWrite(m));
}
