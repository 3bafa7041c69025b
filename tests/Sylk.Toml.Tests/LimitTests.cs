using System.Text;

namespace Sylk.Toml.Tests;

public sealed class LimitTests
{
    [Theory]
    [InlineData("a = ", "[")]
    [InlineData("a = ", "{b=")]
    [InlineData("", "a.")]
    [InlineData("[", "a.")]
    public void Refuses_what_is_nested_too_deep(string start, string nesting)
    {
        Assert.False(TomlReader.TryRead(start + string.Concat(Enumerable.Repeat(nesting, 100_000)), out _, out var errors));
        Assert.EndsWith("nested deeper than 100", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_what_is_nested_just_deep_enough()
    {
        var root = TomlReader.Read($"a = {new string('[', 99)}{new string(']', 99)}");
        Assert.Single(root.Entries);
    }

    [Fact]
    public void Stops_after_fifty_mistakes()
    {
        Assert.False(TomlReader.TryRead(string.Concat(Enumerable.Repeat("a = x\n", 1000)), out _, out var errors));
        Assert.Equal(TomlReader.MaxErrors, errors.Count);
    }

    [Fact]
    public void Reads_a_large_file_in_time_that_grows_with_its_length()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 100_000; i++)
        {
            text.Append("[[account]]\nuri = \"user").Append(i).Append("@example.org\"\npassword = 'demo'\n");
        }

        var accounts = (TomlArray)TomlReader.Read(text.ToString()).Entries[0].Value;
        Assert.Equal(100_000, accounts.Items.Count);
    }

    [Fact]
    public void Survives_every_truncation_and_every_single_damaged_byte()
    {
        var text = "[a.b]\nk = \"\\u00e9 \" # c\nl = [ 1, 2.5e3, {x = 'y'} ]\nm = \"\"\"\na\\\n b\"\"\"\n[[c]]\nd = 1979-05-27T07:32:00.5+01:00\n"u8.ToArray();
        for (var i = 0; i < text.Length; i++)
        {
            TomlReader.TryRead(text.AsSpan(0, i), out _, out _);
            var original = text[i];
            for (var b = 0; b < 256; b++)
            {
                text[i] = (byte)b;
                TomlReader.TryRead(text, out _, out _);
            }

            text[i] = original;
        }

        Assert.True(TomlReader.TryRead(text, out _, out _));
    }
}
