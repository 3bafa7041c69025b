namespace Sylk.Abstractions.Storage;

/// <summary>An address of record as a key of the store: <c>user@host</c> without scheme, the host in lower case, so that two
/// spellings of one account are one (RFC 3261 section 19.1.4: the user part has case, the host has none).</summary>
public readonly record struct AccountAddress
{
    private readonly string? _text;

    private AccountAddress(string text) => _text = text;

    /// <summary>Makes the key of an address.</summary>
    /// <param name="address">Without scheme: <c>alice@Example.com</c>. The caller has checked that it is one.</param>
    public static AccountAddress Of(string address)
    {
        var host = address.LastIndexOf('@') + 1;
        return new(string.Concat(address.AsSpan(0, host), address[host..].ToLowerInvariant()));
    }

    /// <summary>The address.</summary>
    public override string ToString() => _text ?? "";
}
