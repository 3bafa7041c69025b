using Sylk.Abstractions.Configuration;

namespace Sylk.Probe;

/// <summary>How the application is to behave.</summary>
public sealed class ProbeSettings
{
    [Setting("Where it throws: constructor, start, or nowhere.")]
    public string Throws { get; set; } = "";

    [Setting("Pattern of its page in the admin interface.")]
    public string AdminPage { get; set; } = "";
}
