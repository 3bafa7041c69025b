using System.Buffers.Binary;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>Looks at a recording of 16 bit samples.</summary>
public static class WavFile
{
    /// <summary>The loudest sample (0 to 1) and the strongest frequency in its second half, by zero crossings.</summary>
    public static (double Peak, double Frequency) Analyze(string file)
    {
        if (!File.Exists(file))
        {
            return (0, 0);
        }

        var bytes = File.ReadAllBytes(file);
        if (bytes.Length < 1044)
        {
            return (0, 0);
        }

        var channels = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(22));
        if (channels == 0)
        {
            // Some write the header when the recording ends.
            return (0, 0);
        }

        var rate = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(24));
        var count = (bytes.Length - 44) / (2 * channels);
        double Sample(int i) => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(44 + (2 * channels * i))) / 32768.0;

        double peak = 0;
        int crossings = 0, start = count / 2;
        var previous = Sample(start);
        for (var i = 0; i < count; i++)
        {
            var value = Sample(i);
            peak = Math.Max(peak, Math.Abs(value));
            if (i > start)
            {
                crossings += previous < 0 && value >= 0 ? 1 : 0;
                previous = value;
            }
        }

        return (peak, crossings * (double)rate / (count - start));
    }
}
