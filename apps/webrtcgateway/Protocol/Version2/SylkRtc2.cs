using System.Text.Json;

namespace Sylk.WebRtcGateway.Protocol.Version2;

/// <summary>The protocol of today, <c>sylkRTC-2</c>.</summary>
internal sealed class SylkRtc2 : ProtocolVersion
{
    public const string Name = "sylkRTC-2";

    public override bool HasUpdates => true;

    public override ReadOnlyMemory<byte>? Write(ServerMessage message) => EventWriter.Write(message);

    public override IAsyncEnumerable<ReadOnlyMemory<byte>>? Write(SyncConversationsEvent message) => JournalWriter.Write(message);

    protected override Request Read(string name, string transaction, JsonElement members) => RequestReader.Read(name, transaction, members);
}
