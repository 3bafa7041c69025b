using Sylk.Registrar.Authentication;

namespace Sylk.Registrar.Tests.Authentication;

public sealed class DigestHashTests
{
    /// <summary>RFC 7616 section 3.9.1.</summary>
    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void Calculates_the_examples_of_RFC_7616(string name, string expected)
    {
        Assert.True(DigestHash.TryParseName(name, out var algorithm));
        Assert.True(DigestCredentials.TryParse(
            "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", algorithm=" + name +
            ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, " +
            "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, response=\"" + expected +
            "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"", out var credentials));

        var ha1 = DigestHash.Ha1(algorithm, credentials.Username, credentials.Realm, "Circle of Life");
        Assert.Equal(expected, DigestHash.Response(algorithm, ha1, "GET", credentials));
    }

    /// <summary>RFC 2617 section 3.5.</summary>
    [Fact]
    public void Calculates_the_example_of_RFC_2617()
    {
        Assert.True(DigestCredentials.TryParse(
            "Digest username=\"Mufasa\",realm=\"testrealm@host.com\",nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\",uri=\"/dir/index.html\"," +
            "qop=auth,nc=00000001,cnonce=\"0a4f113b\",response=\"\",opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"", out var credentials));
        var ha1 = DigestHash.Ha1(DigestAlgorithm.Md5, "Mufasa", "testrealm@host.com", "Circle Of Life");
        Assert.Equal("939e7578ed9e3c518a452acee763bce9", ha1);
        Assert.Equal("6629fae49393a05397450978507c4ef1", DigestHash.Response(DigestAlgorithm.Md5, ha1, "GET", credentials));
    }

    /// <summary>The form of RFC 2069, for the same example.</summary>
    [Fact]
    public void Calculates_a_response_without_quality_of_protection()
    {
        Assert.True(DigestCredentials.TryParse(
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", response=\"\"",
            out var credentials));
        Assert.Equal(1u, credentials.NonceCount);
        var ha1 = DigestHash.Ha1(DigestAlgorithm.Md5, "Mufasa", "testrealm@host.com", "Circle Of Life");
        Assert.Equal("670fd8c2df070c60b045671b8b24ff02", DigestHash.Response(DigestAlgorithm.Md5, ha1, "GET", credentials));
    }

    [Fact]
    public void An_account_hash_is_what_the_sample_settings_tell_to_make()
    {
        // printf '%s' 'alice:sylk.test:demo' | md5sum; the same with sha256sum
        Assert.Equal("a49272a855794b1a4ee18a07793e9507", DigestHash.Ha1(DigestAlgorithm.Md5, "alice", "sylk.test", "demo"));
        Assert.Equal(
            "c40b7622f6d2f5eb51427e4d2b5aeb084320be85c604f648b9c05291e506497e", DigestHash.Ha1(DigestAlgorithm.Sha256, "alice", "sylk.test", "demo"));
    }
}
