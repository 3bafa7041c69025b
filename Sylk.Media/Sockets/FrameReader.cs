using System.Buffers.Binary;

namespace Sylk.Media.Sockets;

/// <summary>Finds the frames of RFC 4571 in what a connection delivers, whichever way it is cut.</summary>
internal sealed class FrameReader
{
    private byte[] _partial;
    private int _length;

    /// <param name="limit">Longest frame that is taken.</param>
    public FrameReader(int limit) => _partial = new byte[FrameBatch.LengthBytes + limit];

    /// <summary>A frame was longer than allowed; nothing after it can be read.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Takes longer frames from now on.</summary>
    public void Raise(int limit) => Array.Resize(ref _partial, FrameBatch.LengthBytes + limit);

    /// <summary>Takes the next whole frame from the front of <paramref name="input"/>, and keeps the beginning of one that is
    /// not whole.</summary>
    /// <param name="input">What was received; what was used of it is cut off.</param>
    /// <param name="frame">Borrowed until the next call.</param>
    public bool TryRead(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        while (!IsBroken && Complete(ref input, FrameBatch.LengthBytes))
        {
            var length = FrameBatch.LengthBytes + BinaryPrimitives.ReadUInt16BigEndian(_partial);
            IsBroken = length > _partial.Length;
            if (IsBroken || !Complete(ref input, length))
            {
                return false;
            }
            _length = 0;
            if (length > FrameBatch.LengthBytes)
            {
                frame = _partial.AsSpan(FrameBatch.LengthBytes, length - FrameBatch.LengthBytes);
                return true;
            }
        }
        return false;
    }

    private bool Complete(ref ReadOnlySpan<byte> input, int length)
    {
        var taken = Math.Min(Math.Max(0, length - _length), input.Length);
        input[..taken].CopyTo(_partial.AsSpan(_length));
        _length += taken;
        input = input[taken..];
        return _length >= length;
    }
}
