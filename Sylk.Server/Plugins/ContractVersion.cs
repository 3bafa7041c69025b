using Sylk.Abstractions;

namespace Sylk.Server.Plugins;

/// <summary>Which plugins this server can run.</summary>
internal static class ContractVersion
{
    public static Version Current { get; } = typeof(ISylkApplication).Assembly.GetName().Version!;

    /// <summary>A minor version only adds to the contract, except before 1.0.</summary>
    public static bool IsSupported(Version wanted) =>
        wanted.Major == Current.Major && (Current.Major == 0 ? wanted.Minor == Current.Minor : wanted.Minor <= Current.Minor);
}
