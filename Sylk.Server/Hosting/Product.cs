using System.Reflection;

namespace Sylk.Server.Hosting;

/// <summary>Name and version of this server.</summary>
internal static class Product
{
    public static string Version { get; } = typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>As in Server and User-Agent headers.</summary>
    public static string Token { get; } = $"Sylk.Server/{Version}";
}
