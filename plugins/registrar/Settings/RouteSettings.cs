using Sylk.Abstractions.Configuration;

namespace Sylk.Registrar.Settings;

/// <summary>A user of a home domain that is an application of this server: <c>[[route]]</c>.</summary>
public sealed class RouteSettings
{
    [Setting("Address of record, user@domain; the domain is one of [[domain]].", Required = true)]
    public string Uri { get; set; } = "";

    [Setting("The application that takes requests for it, for instance echo.", Required = true)]
    public string Application { get; set; } = "";
}
