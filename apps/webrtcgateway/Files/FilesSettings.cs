using Sylk.Abstractions.Configuration;

namespace Sylk.WebRtcGateway.Files;

/// <summary>The table <c>[files]</c> of <c>webrtcgateway.toml</c>.</summary>
public sealed class FilesSettings
{
    [Setting("Directory for transferred files, for nothing else; without the key it is `files` in the data directory of the gateway.", IsPath = true)]
    public string? Dir { get; set; }

    [Setting("Longest file taken.", Unit = "bytes", Min = 0, Max = 1099511627776)]
    public long MaxBytes { get; set; } = 100 * 1024 * 1024;

    [Setting("The most that all files sent by one account may take together.", Unit = "bytes", Min = 0, Max = 1125899906842624)]
    public long QuotaBytes { get; set; } = 2L * 1024 * 1024 * 1024;

    [Setting("How fast one upload is taken; 0: as fast as it comes.", Unit = "bytes/s", Min = 0, Max = 1099511627776)]
    public long MaxBytesPerSecond { get; set; }

    [Setting("The most uploads of one account that go on at the same time, or were broken off and may be continued.", Min = 1, Max = 1000)]
    public int MaxUploads { get; set; } = 4;

    [Setting("Days after which a file of 50 MiB or more is deleted; smaller ones are kept twice as long.", Min = 1, Max = 3650)]
    public int ExpireDays { get; set; } = 15;
}
