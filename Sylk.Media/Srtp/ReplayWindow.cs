using System.Runtime.CompilerServices;

namespace Sylk.Media.Srtp;

/// <summary>Which of the last <see cref="Size"/> indexes have been seen (RFC 3711 section 3.3.2). A retransmission of the
/// same packet may be a second late, so the window is much wider than the 64 which the RFC demands.</summary>
internal struct ReplayWindow
{
    public const int Size = 1024;
    private const int WordBits = 64;

    private Words _seen;
    private ulong _highest;
    private bool _started;

    /// <summary>Whether any index has been added.</summary>
    public readonly bool IsStarted => _started;

    /// <summary>The highest index seen, 0 at first.</summary>
    public readonly ulong Highest => _highest;

    /// <summary>Whether <paramref name="index"/> is new: ahead of the window, or within it and not seen.</summary>
    public readonly bool Accepts(ulong index)
    {
        if (!_started || index > _highest)
        {
            return true;
        }
        return _highest - index < Size && (_seen[Word(index)] & Bit(index)) == 0;
    }

    /// <summary>Remembers an index that was accepted and proved authentic.</summary>
    public void Add(ulong index)
    {
        if (!_started)
        {
            _started = true;
            _highest = index;
        }
        else if (index > _highest)
        {
            Advance(index);
        }
        if (_highest - index < Size)
        {
            _seen[Word(index)] |= Bit(index);
        }
    }

    private void Advance(ulong index)
    {
        if (index - _highest >= Size)
        {
            _seen = default;
        }
        else
        {
            for (var i = _highest + 1; i <= index; i++)
            {
                _seen[Word(i)] &= ~Bit(i);
            }
        }
        _highest = index;
    }

    private static int Word(ulong index) => (int)(index / WordBits % (Size / WordBits));

    private static ulong Bit(ulong index) => 1UL << (int)(index % WordBits);

    [InlineArray(Size / WordBits)]
    private struct Words
    {
        private ulong _first;
    }
}
