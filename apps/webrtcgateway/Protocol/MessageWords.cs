using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>How states, directions and dispositions of messages are written, in JSON and in CPIM alike.</summary>
internal static class MessageWords
{
    private static readonly (MessageDispositions Flag, string Word)[] Dispositions =
    [
        (MessageDispositions.PositiveDelivery, "positive-delivery"),
        (MessageDispositions.Display, "display"),
    ];

    public static string Of(MessageState state) => state switch
    {
        MessageState.Pending => "pending",
        MessageState.Accepted => "accepted",
        MessageState.Failed => "failed",
        MessageState.Delivered => "delivered",
        MessageState.Error => "error",
        MessageState.Forbidden => "forbidden",
        MessageState.Displayed => "displayed",
        _ => "received",
    };

    public static string Of(MessageDirection direction) => direction switch
    {
        MessageDirection.Outgoing => "outgoing",
        MessageDirection.Incoming => "incoming",
        _ => "",
    };

    public static IEnumerable<string> Of(MessageDispositions dispositions) =>
        Dispositions.Where(d => dispositions.HasFlag(d.Flag)).Select(d => d.Word);

    /// <summary>Reads a comma separated list; words without meaning here are passed over.</summary>
    public static MessageDispositions ParseDispositions(string list) => list
        .Split(',', StringSplitOptions.TrimEntries)
        .Select(word => Dispositions.FirstOrDefault(d => d.Word.Equals(word, StringComparison.OrdinalIgnoreCase)).Flag)
        .Aggregate(MessageDispositions.None, (all, flag) => all | flag);
}
