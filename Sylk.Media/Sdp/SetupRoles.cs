namespace Sylk.Media.Sdp;

/// <summary>Names of <see cref="SetupRole"/>.</summary>
public static class SetupRoles
{
    public static SetupRole Parse(string? value) => value?.Trim() switch
    {
        "active" => SetupRole.Active,
        "passive" => SetupRole.Passive,
        "actpass" => SetupRole.ActPass,
        "holdconn" => SetupRole.HoldConn,
        _ => SetupRole.Unknown,
    };

    public static string AttributeValue(this SetupRole role) => role switch
    {
        SetupRole.Active => "active",
        SetupRole.Passive => "passive",
        SetupRole.ActPass => "actpass",
        _ => "holdconn",
    };
}
