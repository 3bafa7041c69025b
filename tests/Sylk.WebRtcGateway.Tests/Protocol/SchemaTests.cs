using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Protocol;

public sealed class SchemaTests
{
    /// <summary>The judge of all other tests is judged itself.</summary>
    [Theory]
    [InlineData("requests", "v2-requests")]
    [InlineData("events", "v2-events")]
    [InlineData("v1-requests", "v1-requests")]
    [InlineData("v1-events", "v1-events")]
    public void Examples_are_valid_or_not_as_they_say(string schema, string examples)
    {
        var judge = JsonSchema.Load(schema);
        Assert.All(Example.Load(examples), e => Assert.True(judge.IsValid(e.Message) == e.IsValid, e.ToString()));
    }
}
