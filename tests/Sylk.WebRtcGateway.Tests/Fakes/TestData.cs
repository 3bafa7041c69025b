using System.Text.Json.Nodes;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>Files beside the tests.</summary>
internal static class TestData
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, name);

    public static JsonNode Load(string name) => JsonNode.Parse(File.ReadAllText(PathOf(name)))!;
}
