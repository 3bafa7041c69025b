namespace Sylk.Media.Rtp;

/// <summary>How much video a path bears, judged by loss alone (draft-ietf-rmcat-gcc-02 section 6): for peers and paths of which
/// nothing better is known.</summary>
/// <param name="start">Bits a second to begin with.</param>
internal sealed class LossBasedLimit(int start)
{
    /// <summary>So good that more would not be seen.</summary>
    public const int Max = 8_000_000;

    /// <summary>To begin with where nobody else tells the sender how fast to be.</summary>
    public const int Cautious = 1_500_000;

    private const int Min = 100_000;
    private const double Growth = 1.08;

    // Of 256: 2 % and 10 %.
    private const int LittleLoss = 5;
    private const int MuchLoss = 26;

    /// <summary>Bits a second.</summary>
    public int Value { get; private set; } = start;

    /// <summary>Takes a report, about one a second.</summary>
    /// <param name="fractionLost">Share of lost packets since the one before, of 256.</param>
    /// <param name="bitrate">What was sent meanwhile, bits a second.</param>
    public void Update(byte fractionLost, long bitrate)
    {
        var value = fractionLost switch
        {
            < LittleLoss => Value * Growth,
            > MuchLoss => Math.Min(Value, bitrate) * (1 - (0.5 * fractionLost / 256)),
            _ => Value,
        };
        Value = (int)Math.Clamp(value, Min, Max);
    }
}
