namespace Sylk.Media.Dtls;

/// <summary>What is left of a DTLS association when its handshake is over and no data are sent over it: the peer says goodbye,
/// or has not heard our last flight and repeats its own; and we say goodbye. A few hundred bytes in the place of OpenSSL's
/// forty-five kilobytes.</summary>
/// <param name="keys">Keys of epoch 1.</param>
/// <param name="lastFlight">The datagrams to be repeated when the peer repeats its last flight: of a server; none of a client,
/// whose peer has heard everything (RFC 6347 section 4.2.4).</param>
/// <param name="nextSequenceNumber">Of our next record in epoch 1.</param>
/// <param name="output">Where datagrams go.</param>
internal sealed class EstablishedDtls(DtlsRecordKeys keys, byte[][] lastFlight, long nextSequenceNumber, IDtlsOutput output)
{
    private const ushort Epoch = 1;
    private const byte Warning = 1;
    private const byte Fatal = 2;
    private const byte CloseNotify = 0;

    /// <summary>A peer repeats its flight a few times within a minute, not for ever.</summary>
    private int _repetitionsLeft = 10;
    private long _nextSequenceNumber = nextSequenceNumber;

    /// <summary>Takes a datagram.</summary>
    /// <returns>The number of the alert that ended the association (0 is close_notify), or <c>null</c>.</returns>
    public byte? Receive(ReadOnlySpan<byte> datagram)
    {
        while (DtlsRecord.TryTake(ref datagram, out var record))
        {
            if (record.Epoch != Epoch || !record.IsVersion12)
            {
                // What is not protected says nothing about the association.
                continue;
            }

            if (record.Type == DtlsRecord.Handshake)
            {
                Repeat(record);
            }
            else if (record.Type == DtlsRecord.Alert && keys.Open(record) is [var level, var alert] && (level == Fatal || alert == CloseNotify))
            {
                return alert;
            }
        }

        return null;
    }

    /// <summary>Sends close_notify.</summary>
    public void Close() => output.SendDtls(keys.Seal(DtlsRecord.Alert, Epoch, _nextSequenceNumber++, [Warning, CloseNotify]));

    /// <summary>The Finished of the peer, again: it has not heard ours.</summary>
    private void Repeat(in DtlsRecord record)
    {
        if (lastFlight.Length == 0 || _repetitionsLeft == 0 || keys.Open(record) is null)
        {
            return;
        }

        _repetitionsLeft--;
        foreach (var datagram in lastFlight)
        {
            output.SendDtls(datagram);
        }
    }
}
