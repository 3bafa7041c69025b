using Sylk.Abstractions.Configuration;

namespace Sylk.Registrar.Settings;

/// <summary>A home domain: <c>[[domain]]</c>.</summary>
public sealed class DomainSettings
{
    [Setting("Name of the domain. It is also the realm of digest authentication.", Required = true)]
    public string Name { get; set; } = "";
}
