using System.Buffers.Binary;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>Writes a sine as a WAV file, 8 kHz mono.</summary>
public static class Tone
{
    public static void Write(string file, double frequency, TimeSpan duration)
    {
        var samples = (int)(8000 * duration.TotalSeconds);
        var bytes = new byte[44 + (2 * samples)];
        var span = bytes.AsSpan();
        "RIFF"u8.CopyTo(span);
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(span[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(span[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(span[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(span[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(span[24..], 8000);
        BinaryPrimitives.WriteInt32LittleEndian(span[28..], 16000);
        BinaryPrimitives.WriteInt16LittleEndian(span[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(span[34..], 16);
        "data"u8.CopyTo(span[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(span[40..], 2 * samples);
        for (var i = 0; i < samples; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(span[(44 + (2 * i))..], (short)(12000 * Math.Sin(2 * Math.PI * frequency * i / 8000)));
        }

        File.WriteAllBytes(file, bytes);
    }
}
