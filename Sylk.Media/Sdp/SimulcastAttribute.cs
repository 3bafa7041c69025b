namespace Sylk.Media.Sdp;

/// <summary><c>a=simulcast:</c> (RFC 8853): the encodings sent and received, alternatives of one stream together.</summary>
/// <param name="Send">Streams sent; each a list of alternative rids, a paused one with a leading <c>~</c>.</param>
/// <param name="Receive">Streams received.</param>
public sealed record SimulcastAttribute(IReadOnlyList<IReadOnlyList<string>> Send, IReadOnlyList<IReadOnlyList<string>> Receive)
{
    private const int MaxStreams = 16;

    public static bool TryParse(ReadOnlySpan<char> value, out SimulcastAttribute simulcast)
    {
        simulcast = null!;
        List<IReadOnlyList<string>> send = [];
        List<IReadOnlyList<string>> receive = [];
        FieldReader fields = new(value);
        while (fields.TryRead(out ReadOnlySpan<char> direction))
        {
            if (!fields.TryRead(out ReadOnlySpan<char> list) || !TryParseStreams(list, out List<IReadOnlyList<string>> streams))
            {
                return false;
            }

            switch (direction)
            {
                case "send" when send.Count == 0:
                    send = streams;
                    break;
                case "recv" when receive.Count == 0:
                    receive = streams;
                    break;
                default:
                    return false;
            }
        }

        simulcast = new(send, receive);
        return send.Count + receive.Count > 0;
    }

    public override string ToString() => (Send.Count, Receive.Count) switch
    {
        (0, _) => $"recv {Print(Receive)}",
        (_, 0) => $"send {Print(Send)}",
        _ => $"send {Print(Send)} recv {Print(Receive)}",
    };

    private static string Print(IReadOnlyList<IReadOnlyList<string>> streams) =>
        string.Join(';', streams.Select(alternatives => string.Join(',', alternatives)));

    private static bool TryParseStreams(ReadOnlySpan<char> list, out List<IReadOnlyList<string>> streams)
    {
        streams = [];
        foreach (Range range in list.Split(';'))
        {
            string[] alternatives = list[range].ToString().Split(',');
            if (streams.Count == MaxStreams || alternatives.Any(rid => rid.TrimStart('~').Length == 0 || rid.Contains('=', StringComparison.Ordinal)))
            {
                return false;
            }

            streams.Add(alternatives);
        }

        return true;
    }
}
