using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Registration;

/// <summary>One Contact value of a REGISTER.</summary>
/// <param name="Address">Without <c>expires</c>.</param>
/// <param name="Expires">What is asked for; zero removes the binding, <c>null</c> leaves the choice to the registrar.</param>
internal sealed record RequestedContact(NameAddress Address, TimeSpan? Expires)
{
    private const int MaxLength = 2048;

    /// <summary><c>+sip.instance</c>, or <c>null</c>.</summary>
    public string? InstanceId => Address.Parameters["+sip.instance"] is { Length: > 0 } id ? id : null;

    /// <summary><c>reg-id</c>, or 0.</summary>
    public int RegId =>
        int.TryParse(Address.Parameters["reg-id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>Reads a value.</summary>
    /// <param name="text">One Contact value.</param>
    /// <param name="expiresHeader">The Expires header: it counts for contacts without a time of their own (RFC 3261 section 10.2.1.1).</param>
    /// <param name="contact">The contact.</param>
    public static bool TryParse(string text, string? expiresHeader, [NotNullWhen(true)] out RequestedContact? contact)
    {
        contact = null;
        if (text.Length > MaxLength || !NameAddress.TryParse(text, out var address) || !address.Uri.IsSip || address.Uri.Headers is not null)
        {
            return false;
        }

        contact = new(address with { Parameters = address.Parameters.Without("expires") }, ParseExpires(address.Parameters["expires"] ?? expiresHeader));
        return true;
    }

    /// <summary>A malformed time counts as an hour (RFC 3261 section 10.2.1.1).</summary>
    private static TimeSpan? ParseExpires(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return TimeSpan.FromSeconds(uint.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 3600);
    }
}
