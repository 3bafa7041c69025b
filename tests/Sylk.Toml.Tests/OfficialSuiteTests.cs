using System.Text;
using System.Text.Json.Nodes;

namespace Sylk.Toml.Tests;

/// <summary>The files of the official suite that belong to TOML 1.0, if they are at hand.</summary>
public sealed class OfficialSuiteTests
{
    [Fact]
    public void Reads_every_valid_file_to_the_values_given_beside_it()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var path in Files("valid/"))
        {
            count++;
            if (!TomlReader.TryRead(File.ReadAllBytes(path), out var root, out var errors))
            {
                failures.Add($"{path}: {string.Join("; ", errors)}");
                continue;
            }

            var expected = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(path, ".json")));
            var difference = TaggedJson.Compare(expected, root, "$");
            if (difference is not null)
            {
                failures.Add($"{path}: {difference}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(count is 0 or > 200, $"only {count} files");
    }

    [Fact]
    public void Refuses_every_invalid_file_and_says_where()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var path in Files("invalid/"))
        {
            count++;
            var bytes = File.ReadAllBytes(path);
            if (TomlReader.TryRead(bytes, out _, out var errors))
            {
                failures.Add(path);
                continue;
            }

            var lines = Encoding.Latin1.GetString(bytes).Split('\n').Length;
            Assert.All(errors, e =>
            {
                Assert.InRange(e.Position.Line, 1, lines);
                Assert.True(e.Position.Column >= 1);
                Assert.NotEmpty(e.Message);
            });
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(count is 0 or > 400, $"only {count} files");
    }

    private static IEnumerable<string> Files(string prefix)
    {
        if (Corpus.Find("toml/tests") is not { } folder)
        {
            return [];
        }

        return File.ReadLines(Path.Combine(folder, "files-toml-1.0.0"))
            .Where(f => f.StartsWith(prefix, StringComparison.Ordinal) && f.EndsWith(".toml", StringComparison.Ordinal))
            .Select(f => Path.Combine(folder, f));
    }
}
