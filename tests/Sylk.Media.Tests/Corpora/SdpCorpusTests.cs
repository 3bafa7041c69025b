using System.Text;
using Sylk.Abstractions.Media;
using Sylk.Media.Negotiation;
using Sylk.Media.Sdp;

namespace Sylk.Media.Tests.Corpora;

public sealed class SdpCorpusTests
{
    /// <summary>Even the broken ones: what is wrong in them spoils one attribute, not the session.</summary>
    [Fact]
    public void What_is_printed_is_what_was_read()
    {
        foreach (var (name, text) in Descriptions())
        {
            Assert.True(SessionDescription.TryParse(text, out var description, out var error), $"{name}: {error}");
            var printed = description.ToString();
            Assert.True(SessionDescription.TryParse(printed, out var again, out error), $"{name}: {error}");
            Assert.Equal(printed, again.ToString());

            // RFC 8866 asks for a time, some have none.
            Assert.Equal(Lines(text).Append("t=0 0").ToHashSet(), Lines(printed).Append("t=0 0").ToHashSet());
        }
    }

    /// <summary>Whatever is missing, it is read or refused, as an offer of either kind of peer.</summary>
    [Fact]
    public void Descriptions_without_any_of_their_lines_or_cut_anywhere_are_read_or_refused()
    {
        foreach (var (name, text) in Descriptions())
        {
            var lines = text.Split('\n');
            var variants = lines.Select((_, i) => string.Join('\n', lines.Where((_, j) => j != i)))
                .Concat(Enumerable.Range(0, text.Length / 7).Select(i => text[..(i * 7)]));
            foreach (var variant in variants)
            {
                foreach (var kind in Enum.GetValues<MediaLegKind>())
                {
                    var exception = Record.Exception(() => DescriptionReader.Read(variant, kind));
                    Assert.True(exception is null or MediaException, $"{name}: {exception}\n{variant}");
                }
            }
        }
    }

    private static IEnumerable<(string Name, string Text)> Descriptions() =>
        Corpus.Read("sdp").Select(file => (file.Name, Encoding.UTF8.GetString(file.Bytes)));

    /// <summary>The lines in any order: a printed description has the order of RFC 8866.</summary>
    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
}
