namespace Sylk.EndToEnd.Tests;

/// <summary>What the page read of its statistics.</summary>
public sealed record EchoReport
{
    public string State { get; init; } = "";
    public string Codec { get; init; } = "";
    public string Protocol { get; init; } = "";
    public double AudioEnergy { get; init; }
    public double AudioReceived { get; init; }
    public double AudioLost { get; init; }
    public double FramesDecoded { get; init; }
    public double VideoReceived { get; init; }
    public double VideoLost { get; init; }
    public double KeyFramesEncoded { get; init; }
    public double FramesEncoded { get; init; }
    public double PliReceived { get; init; }
    public double Retransmitted { get; init; }
    public double RepeatsReceived { get; init; }
    public double ReportsOfVideo { get; init; }
    public double ReportsOfAudio { get; init; }
    public double SenderReports { get; init; }
    public double Bitrate { get; init; }
}
