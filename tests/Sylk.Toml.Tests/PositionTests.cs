namespace Sylk.Toml.Tests;

public sealed class PositionTests
{
    [Fact]
    public void Knows_the_line_and_column_of_every_key_and_value()
    {
        var root = TomlReader.Read("# comment\n  a = 1\r\n[t.u]\n\tb.c = \"x\" # y\nd = [\n  1,\n  { e = 2 },\n]\n[[l]]\nf = 1979-05-27 07:32:00Z\n");

        Assert.Equal(new(2, 3), Get(root, "a").KeyPosition);
        Assert.Equal(new(2, 7), Get(root, "a").Value.Position);
        var t = Table(root, "t");
        Assert.Equal(new(3, 2), Get(root, "t").KeyPosition);
        var u = Table(t, "u");
        Assert.Equal(new(3, 4), Get(t, "u").KeyPosition);
        Assert.Equal(new(4, 4), Get(Table(u, "b"), "c").KeyPosition);
        Assert.Equal(new(4, 8), Get(Table(u, "b"), "c").Value.Position);
        var d = (TomlArray)Get(u, "d").Value;
        Assert.Equal(new(6, 3), d.Items[0].Position);
        Assert.Equal(new(7, 5), Get((TomlTable)d.Items[1], "e").KeyPosition);
        Assert.Equal(new(9, 1), ((TomlArray)Get(root, "l").Value).Items[0].Position);
    }

    [Theory]
    [InlineData("a = ", "1:5: expected a value, found the end of the file")]
    [InlineData("a = hello", "1:5: 'hello' is not a value; strings need quotes")]
    [InlineData("a = 1\nb = 2\na = 3", "3:1: 'a' is defined twice; first in line 1")]
    [InlineData("a = \"x\ny\"", "1:5: the string is not closed by \" in its line")]
    [InlineData("a = 1 b = 2", "1:7: expected the end of the line, found 'b'")]
    [InlineData("[a\nb = 1", "1:3: expected ']', found the end of the line")]
    [InlineData("a = [1 2]", "1:8: expected ',' or ']', found '2'")]
    [InlineData("a = {b = 1\n}", "1:11: expected ',' or '}' in the same line, found the end of the line")]
    [InlineData("a = 9223372036854775808", "1:5: the integer does not fit 64 bits")]
    [InlineData("a = 1\na.b = 2", "2:1: 'a' is an integer since line 1 and cannot be extended by a dotted key")]
    [InlineData("\"\\q\" = 1", "1:2: '\\q' is not an escape; a backslash itself is written \\\\")]
    [InlineData("a = 2020-02-30", "1:5: '2020-02-30' is not a date or time such as 1979-05-27T07:32:00Z, 1979-05-27 or 07:32:00")]
    public void Says_what_is_wrong_and_where(string text, string expected)
    {
        Assert.False(TomlReader.TryRead(text, out _, out var errors));
        Assert.Equal(expected, errors[0].ToString());
    }

    [Fact]
    public void Keys_below_a_broken_header_belong_to_nothing()
    {
        Assert.False(TomlReader.TryRead("[t]\na = 1\n[u\nb = 2\n", out var root, out var errors));
        Assert.Single(errors);
        Assert.Equal(["a"], Table(root, "t").Entries.Select(e => e.Key));
    }

    [Fact]
    public void Shows_the_mistakes_of_several_lines_together()
    {
        const string Text = """
            a = yes
            b = 1
            c = [1,
              2 3,
              4,
            ]
            d = 2
            [t
            e = 'x' 'y'
            [u]
            f = 3
            """;

        Assert.False(TomlReader.TryRead(Text, out var root, out var errors));

        Assert.Equal([1, 4, 8, 9], errors.Select(e => e.Position.Line));
        Assert.Equal(2, ((TomlInteger)Get(root, "d").Value).Value);
        Assert.Equal(3, ((TomlInteger)Get(Table(root, "u"), "f").Value).Value);
    }

    [Fact]
    public void Points_at_the_byte_that_is_not_UTF8()
    {
        Assert.False(TomlReader.TryRead([.. "a = 1\nb = \"x"u8, 0xC3, (byte)'"'], out _, out var errors));
        Assert.Equal("2:7: the byte 0xC3 is not UTF-8", Assert.Single(errors).ToString());
    }

    private static TomlEntry Get(TomlTable table, string key) => table.TryGet(key, out var entry) ? entry : throw new KeyNotFoundException(key);

    private static TomlTable Table(TomlTable table, string key) => (TomlTable)Get(table, key).Value;
}
