using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Transcripts;

public sealed class TranscriptTests
{
    public static TheoryData<string> Names => new(Directory.GetFiles(TestData.PathOf("Transcripts"), "*.txt")
        .Select(f => Path.GetFileNameWithoutExtension(f))
        .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_recorded_conversation_goes_the_same_way(string name) => await TranscriptPlayer.PlayAsync(TestData.PathOf($"Transcripts/{name}.txt"));
}
