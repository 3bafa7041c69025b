using System.Collections.Frozen;
using System.Text.Json;
using Sylk.WebRtcGateway.Protocol.Version2;

namespace Sylk.WebRtcGateway.Protocol.Version1;

/// <summary>The protocol of 2015 to 2017, <c>sylkRTC-1</c>, in all its generations. Most requests are those of version 2; events
/// have another form, and there are fewer of them.</summary>
internal sealed class SylkRtc1(OriginatorForm originator) : ProtocolVersion
{
    public const string Name = "sylkRTC-1";

    /// <summary>Names of the first weeks.</summary>
    private static readonly FrozenDictionary<string, string> FirstNames = new Dictionary<string, string>
    {
        ["add_account"] = "account-add",
        ["remove_account"] = "account-remove",
        ["register"] = "account-register",
        ["unregister"] = "account-unregister",
        ["call"] = "session-create",
        ["answer"] = "session-answer",
        ["trickle"] = "session-trickle",
        ["terminate"] = "session-terminate",
    }.ToFrozenDictionary();

    private readonly EventWriter _writer = new() { OriginatorIsText = originator != OriginatorForm.Object };

    public override bool HasUpdates => false;

    public override ReadOnlyMemory<byte>? Write(ServerMessage message) => _writer.Write(message);

    public override IAsyncEnumerable<ReadOnlyMemory<byte>>? Write(SyncConversationsEvent message) => null;

    protected override Request Read(string name, string transaction, JsonElement members)
    {
        if (FirstNames.TryGetValue(name, out var today))
        {
            _writer.UsesFirstNames = true;
            name = today;
        }

        return name switch
        {
            "account-add" => AccountAdd((AccountAddRequest)RequestReader.Read(name, transaction, members), members),
            "account-devicetoken" => AccountDeviceToken(transaction, new(members, nameof(AccountDeviceTokenRequest))),
            "videoroom-ctl" or "videoroom-terminate" => throw RequestReader.Refused(name),
            _ => RequestReader.Read(name, transaction, members),
        };
    }

    /// <summary>Old libraries know their accounts by the very text they have sent, scheme included.</summary>
    private AccountAddRequest AccountAdd(AccountAddRequest request, JsonElement members)
    {
        if (originator == OriginatorForm.Auto && request.UserAgent is not null)
        {
            // It is a library of 2016 or later.
            _writer.OriginatorIsText = false;
        }

        return request with { Name = members.GetProperty("account").GetString()! };
    }

    /// <summary>A token alone, of the push service of that time.</summary>
    private static AccountDeviceTokenRequest AccountDeviceToken(string transaction, Members members)
    {
        var account = members.Address("account");
        _ = members.OptionalText("old_token");
        _ = members.OptionalText("new_token");
        return new(transaction, account, Device: null);
    }
}
