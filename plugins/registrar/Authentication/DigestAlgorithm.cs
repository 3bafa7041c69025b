namespace Sylk.Registrar.Authentication;

/// <summary>Hash algorithms of digest authentication offered by the server (RFC 8760 section 2.1), best first.</summary>
public enum DigestAlgorithm
{
    /// <summary>SHA-256.</summary>
    Sha256,

    /// <summary>MD5, which most phones still need.</summary>
    Md5,
}
