namespace Sylk.Media.Dtls;

/// <summary>Passes datagrams of a handshake on, and keeps those of the flight at hand.</summary>
internal sealed class SentFlight(IDtlsOutput output) : IDtlsOutput
{
    private readonly List<byte[]> _datagrams = [];

    /// <summary>The flight at hand.</summary>
    public byte[][] Datagrams => [.. _datagrams];

    /// <summary>Of our next record in epoch 1.</summary>
    public long NextSequenceNumber { get; private set; }

    /// <summary>The peer has answered: what follows is another flight.</summary>
    public void Begin() => _datagrams.Clear();

    public void SendDtls(ReadOnlySpan<byte> datagram)
    {
        _datagrams.Add(datagram.ToArray());
        var rest = datagram;
        while (DtlsRecord.TryTake(ref rest, out var record))
        {
            if (record.Epoch == 1)
            {
                NextSequenceNumber = record.SequenceNumber + 1;
            }
        }

        output.SendDtls(datagram);
    }
}
