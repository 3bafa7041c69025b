using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Transfer;

/// <summary>Values of the contract in the words that the gateway and SylkServer use for them.</summary>
internal static class RecordWords
{
    private const string PositiveDelivery = "positive-delivery";
    private const string Display = "display";

    public static string? Of(MessageDirection direction) => direction == MessageDirection.None ? null : Of<MessageDirection>(direction);

    public static string? Of(MessageState? state) => state is { } value ? Of<MessageState>(value) : null;

    public static string Of<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static IReadOnlyList<string>? Of(MessageDispositions? dispositions) => dispositions is { } value
        ? [.. new[] { (MessageDispositions.PositiveDelivery, PositiveDelivery), (MessageDispositions.Display, Display) }.Where(d => value.HasFlag(d.Item1)).Select(d => d.Item2)]
        : null;

    public static MessageDirection Direction(string? word) => string.IsNullOrEmpty(word) ? MessageDirection.None : Parse<MessageDirection>(word);

    public static MessageState? State(string? word) => string.IsNullOrEmpty(word) ? null : Parse<MessageState>(word);

    public static MessageDispositions? Dispositions(IReadOnlyList<string>? words) => words?.Aggregate(MessageDispositions.None, static (all, word) => all | word switch
    {
        PositiveDelivery => MessageDispositions.PositiveDelivery,
        Display => MessageDispositions.Display,
        _ => throw new FormatException($"'{word}' is no disposition"),
    });

    /// <exception cref="FormatException">It is none of the words.</exception>
    public static T Parse<T>(string word) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        throw new FormatException($"'{word}' is not one of {string.Join(", ", Enum.GetValues<T>().Select(Of))}");
    }
}
