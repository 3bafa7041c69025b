using Sylk.Registrar.Authentication;

namespace Sylk.Registrar.Tests.Authentication;

public sealed class DigestCredentialsTests
{
    private const string Complete =
        "Digest username=\"alice\", realm=\"sylk.test\", nonce=\"n\", uri=\"sip:sylk.test\", response=\"r\", qop=auth, nc=0000000a, cnonce=\"c\"";

    [Fact]
    public void Reads_quoted_and_bare_values()
    {
        Assert.True(DigestCredentials.TryParse("digest  username = \"al\\\"ice\" ,realm=\"a, b\",nonce=n,uri=\"sip:a=b\",response=\"r\",algorithm=sha-256", out var credentials));
        Assert.Equal("al\"ice", credentials.Username);
        Assert.Equal("a, b", credentials.Realm);
        Assert.Equal("n", credentials.Nonce);
        Assert.Equal("sip:a=b", credentials.Uri);
        Assert.Equal(DigestAlgorithm.Sha256, credentials.Algorithm);
    }

    [Fact]
    public void Reads_the_nonce_count_as_hexadecimal()
    {
        Assert.True(DigestCredentials.TryParse(Complete, out var credentials));
        Assert.Equal(10u, credentials.NonceCount);
        Assert.Equal(DigestAlgorithm.Md5, credentials.Algorithm);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic YTpi")]
    [InlineData("Digest")]
    [InlineData("Digest username=\"alice\"")]
    [InlineData("Digest =\"x\"")]
    [InlineData("Digest username=\"alice")]
    [InlineData("Digest username=\"alice\" realm=\"x\"")]
    public void Refuses_what_is_not_complete(string text) => Assert.False(DigestCredentials.TryParse(text, out _));

    [Theory]
    [InlineData("nc=0000000a", "nc=0")]
    [InlineData("nc=0000000a", "nc=00000000")]
    [InlineData("nc=0000000a", "nc=zzzzzzzz")]
    [InlineData("cnonce=\"c\"", "x=y")]
    [InlineData("qop=auth", "qop=auth-int")]
    [InlineData("nonce=\"n\",", "nonce=\"n\", nonce=\"m\",")]
    [InlineData("username=\"alice\", ", "")]
    public void Refuses_what_does_not_fit_together(string part, string replacement) =>
        Assert.False(DigestCredentials.TryParse(Complete.Replace(part, replacement, StringComparison.Ordinal), out _));

    [Fact]
    public void Names_an_algorithm_that_is_not_spoken_as_none()
    {
        Assert.True(DigestCredentials.TryParse(Complete + ", algorithm=MD5-sess", out var credentials));
        Assert.Null(credentials.Algorithm);
    }

    [Fact]
    public void Refuses_a_header_of_absurd_length() =>
        Assert.False(DigestCredentials.TryParse(Complete + ", x=\"" + new string('x', 5000) + "\"", out _));
}
