using Sylk.Abstractions.Configuration;

namespace Sylk.Server.Configuration;

/// <summary><c>[server]</c></summary>
internal sealed class GeneralSettings
{
    [Setting("Directory for what must survive a restart; every application has a directory of its own below. It is made if it does not exist.", IsPath = true)]
    public string DataDir { get; init; } = "/var/lib/sylk";
}
