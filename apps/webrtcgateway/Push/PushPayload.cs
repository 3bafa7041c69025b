using System.Buffers;
using System.Text.Json;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Push;

/// <summary>What wakes one device. It never changes: of what several devices are told each gets its own.</summary>
/// <remarks><c>Account</c>: whose device it is; <c>Token</c>: the one of the device that is used; <c>Body</c>: the JSON for the
/// push server.</remarks>
internal sealed record PushPayload(AccountAddress Account, string Token, string Platform, ReadOnlyMemory<byte> Body)
{
    public static PushPayload Of(PushEvent happened, AccountAddress account, PushToken device)
    {
        var token = happened.RingsDevice ? device.Token : device.BackgroundToken ?? device.Token;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event", happened.Name);
            json.WriteString("token", token);
            json.WriteString("app-id", device.AppId);
            json.WriteString("platform", device.Platform);
            json.WriteString("device-id", device.DeviceId);
            json.WriteNumber("silent", device.IsSilent ? 1 : 0);
            json.WriteString("call-id", happened.CallId);
            json.WriteString("from", happened.From.Uri);
            json.WriteString("from-display-name", happened.From.DisplayName);
            Write(json, happened, account);
            json.WriteEndObject();
        }

        return new(account, token, device.Platform, buffer.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter json, PushEvent happened, AccountAddress account)
    {
        switch (happened)
        {
            case MessagePush message:
                json.WriteString("media-type", "sms");
                json.WriteString("to", account.ToString());
                json.WriteNumber("badge", message.Badge);
                json.WriteString("content-type", message.ContentType);
                json.WriteOptional("content", message.Content);
                break;
            case MissedCallPush call:
                json.WriteString("media-type", call.HasVideo ? "video" : "audio");
                json.WriteString("to", account.ToString());
                break;
            case ConferenceInvitePush invite:
                json.WriteString("media-type", invite.HasVideo ? "video" : "audio");
                json.WriteString("to", invite.Room);
                json.WriteString("account", account.ToString());
                break;
            default:
                throw new InvalidOperationException();
        }
    }
}
