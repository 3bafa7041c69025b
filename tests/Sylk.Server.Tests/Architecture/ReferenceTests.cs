using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Architecture;

/// <summary>The arrows of <c>docs/architecture.md</c>, read from the assemblies as built.</summary>
public sealed class ReferenceTests
{
    private static readonly string Server = AppContext.BaseDirectory;

    [Theory]
    [InlineData("Sylk.Abstractions", "")]
    [InlineData("Sylk.Toml", "")]
    [InlineData("Sylk.Sip", "Sylk.Abstractions")]
    [InlineData("Sylk.Media", "Sylk.Abstractions")]
    [InlineData("Sylk.Storage", "Sylk.Abstractions")]
    [InlineData("Sylk.Server", "Sylk.Abstractions Sylk.Media Sylk.Sip Sylk.Storage Sylk.Toml")]
    public void A_room_sees_its_neighbours_only(string assembly, string expected) =>
        Assert.Equal(expected, string.Join(' ', OwnReferences(Path.Combine(Server, assembly + ".dll"))));

    [Theory]
    [InlineData("echo")]
    [InlineData("registrar")]
    [InlineData("webrtcgateway")]
    public void An_application_sees_the_contract_only(string id)
    {
        var directory = Path.Combine(TestPlugins.BuiltIn, id);
        var own = Directory.GetFiles(directory, "Sylk.*.dll");
        Assert.NotEmpty(own);
        var foreign = own.SelectMany(OwnReferences).Distinct().Except(own.Select(Path.GetFileNameWithoutExtension));
        Assert.Equal(["Sylk.Abstractions"], foreign);
        Assert.False(File.Exists(Path.Combine(directory, "Sylk.Abstractions.dll")));
    }

    private static IEnumerable<string> OwnReferences(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))
            .Where(name => name.StartsWith("Sylk.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
