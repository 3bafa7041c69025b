using System.Globalization;
using System.Text;

namespace Sylk.Abstractions.Sip;

/// <summary>A SIP or SIPS URI (RFC 3261 section 19.1). Other schemes (<c>tel:</c>) are kept as opaque text. Immutable.</summary>
/// <remarks>Equality is that of RFC 3261 section 19.1.4.</remarks>
public sealed class SipUri : IEquatable<SipUri>
{
    private SipUri(string scheme, string? opaque, string? user, string? password, string host, int? port, SipParameters parameters, string? headers)
    {
        Scheme = scheme;
        Opaque = opaque;
        User = user;
        Password = password;
        Host = host;
        Port = port;
        Parameters = parameters;
        Headers = headers;
    }

    /// <summary>Makes a <c>sip:</c> URI.</summary>
    /// <param name="user">User part with its escapes, or <c>null</c>.</param>
    /// <param name="host">Host name, IPv4 address, or IPv6 address in brackets.</param>
    /// <param name="port">Port, or <c>null</c>.</param>
    /// <param name="parameters">URI parameters, or <c>null</c>.</param>
    /// <exception cref="ArgumentException">A part has characters that do not belong there.</exception>
    public SipUri(string? user, string host, int? port = null, SipParameters? parameters = null)
        : this("sip", null, CheckedUser(user), null, CheckedHost(host), CheckedPort(port), parameters ?? SipParameters.Empty, null)
    {
    }

    /// <summary>Lower case: <c>sip</c>, <c>sips</c>, <c>tel</c>, …</summary>
    public string Scheme { get; }

    /// <summary>Whether the scheme is sip or sips, that is, whether the other members have a meaning.</summary>
    public bool IsSip => Opaque is null;

    /// <summary>Whether the scheme is <c>sips</c>.</summary>
    public bool IsSecure => Scheme == "sips";

    /// <summary>What follows the scheme of a URI which is neither sip nor sips.</summary>
    public string? Opaque { get; }

    /// <summary>User part as written, escapes included; <c>null</c> if there is none.</summary>
    public string? User { get; }

    /// <summary>Password part; <c>null</c> if there is none.</summary>
    public string? Password { get; }

    /// <summary>Host name, IPv4 address, or IPv6 address in brackets, as written.</summary>
    public string Host { get; }

    /// <summary>Port if written.</summary>
    public int? Port { get; }

    /// <summary>URI parameters.</summary>
    public SipParameters Parameters { get; }

    /// <summary>Everything after <c>?</c>, without it; <c>null</c> if there is none.</summary>
    public string? Headers { get; }

    /// <summary>The <c>transport</c> parameter in lower case, or <c>null</c>.</summary>
    public string? Transport => Parameters["transport"]?.ToLowerInvariant();

    /// <summary><c>user@host</c> (or the host alone) with the host in lower case: the key of a registrar (RFC 3261 section 10.3).</summary>
    public string AddressOfRecord => Opaque ?? (User is null ? Host.ToLowerInvariant() : $"{User}@{Host.ToLowerInvariant()}");

    /// <summary>A copy with another user.</summary>
    /// <exception cref="ArgumentException">It has characters that must be escaped.</exception>
    public SipUri WithUser(string? user) => Copy(CheckedUser(user), Host, Port, Parameters, Headers);

    /// <summary>A copy with another host and port.</summary>
    /// <exception cref="ArgumentException">It is not a host or port.</exception>
    public SipUri WithHost(string host, int? port) => Copy(User, CheckedHost(host), CheckedPort(port), Parameters, Headers);

    /// <summary>A copy with a parameter set.</summary>
    /// <exception cref="ArgumentException">As for <see cref="SipParameters.With"/>.</exception>
    public SipUri WithParameter(string name, string? value = null) => Copy(User, Host, Port, Parameters.With(name, value), Headers);

    /// <summary>A copy without a parameter.</summary>
    public SipUri WithoutParameter(string name) => Copy(User, Host, Port, Parameters.Without(name), Headers);

    /// <summary>A copy without URI parameters and headers.</summary>
    public SipUri Bare() => Copy(User, Host, Port, SipParameters.Empty, null);

    private SipUri Copy(string? user, string host, int? port, SipParameters parameters, string? headers) =>
        IsSip ? new(Scheme, null, user, Password, host, port, parameters, headers) : this;

    /// <summary>Parses a URI with its scheme.</summary>
    /// <exception cref="FormatException">It is not a URI as RFC 3261 writes it.</exception>
    public static SipUri Parse(string text) => TryParse(text, out var uri) ? uri : throw new FormatException($"invalid SIP URI: {text}");

    /// <summary>Parses a URI with its scheme; no blanks around it are allowed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        var colon = text.IndexOf(':');
        if (colon <= 0 || text.Length > 8192)
        {
            return false;
        }

        var scheme = text[..colon] switch
        {
            "sip" => "sip",
            "sips" => "sips",
            var other => other.ToString().ToLowerInvariant(),
        };
        var rest = text[(colon + 1)..];
        if (scheme is not ("sip" or "sips"))
        {
            if (!char.IsAsciiLetter(scheme[0]) || rest.IsEmpty || rest.ContainsAny(SipText.Breaks) || !SipText.IsToken(scheme))
            {
                return false;
            }

            uri = new(scheme, rest.ToString(), null, null, "", null, SipParameters.Empty, null);
            return true;
        }

        string? user = null, password = null, headers = null;
        var at = rest.IndexOf('@');
        if (at >= 0)
        {
            var userInfo = rest[..at];
            rest = rest[(at + 1)..];
            if (!SipText.IsUserInfo(userInfo))
            {
                return false;
            }

            var separator = userInfo.IndexOf(':');
            user = (separator < 0 ? userInfo : userInfo[..separator]).ToString();
            password = separator < 0 ? null : userInfo[(separator + 1)..].ToString();
            if (user.Length == 0 || (password is not null && password.Contains(':', StringComparison.Ordinal)))
            {
                return false;
            }
        }

        var question = rest.IndexOf('?');
        if (question >= 0)
        {
            headers = rest[(question + 1)..].ToString();
            rest = rest[..question];
            if (headers.AsSpan().ContainsAny(SipText.Breaks))
            {
                return false;
            }
        }

        var parameters = SipParameters.Empty;
        var semicolon = rest.IndexOf(';');
        if (semicolon >= 0)
        {
            if (rest[semicolon..].ContainsAny(SipText.Breaks) || !SipParameters.TryParse(rest[semicolon..], out parameters))
            {
                return false;
            }

            rest = rest[..semicolon];
        }

        int? port = null;
        var portColon = rest.IsEmpty || rest[^1] == ']' ? -1 : rest.LastIndexOf(':');
        if (portColon >= 0)
        {
            if (!int.TryParse(rest[(portColon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 65535)
            {
                return false;
            }

            port = number;
            rest = rest[..portColon];
        }

        if (!SipText.IsHost(rest))
        {
            return false;
        }

        uri = new(scheme, null, user, password, rest.ToString(), port, parameters, headers);
        return true;
    }

    /// <inheritdoc />
    public bool Equals(SipUri? other) => SipUriComparison.AreEqual(this, other);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is SipUri other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => Opaque is not null
        ? HashCode.Combine(Scheme, Opaque)
        : HashCode.Combine(Scheme, SipUriComparison.Unescape(User), Host.ToLowerInvariant());

    /// <summary>The wire form.</summary>
    public override string ToString()
    {
        var builder = new StringBuilder(64).Append(Scheme).Append(':');
        if (Opaque is not null)
        {
            return builder.Append(Opaque).ToString();
        }

        if (User is not null)
        {
            builder.Append(User);
            if (Password is not null)
            {
                builder.Append(':').Append(Password);
            }

            builder.Append('@');
        }

        builder.Append(Host);
        if (Port is { } port)
        {
            builder.Append(':').Append(port);
        }

        Parameters.AppendTo(builder);
        if (Headers is not null)
        {
            builder.Append('?').Append(Headers);
        }

        return builder.ToString();
    }

    private static string? CheckedUser(string? user) => user is null || (SipText.IsUserInfo(user) && !user.Contains(':', StringComparison.Ordinal))
        ? user
        : throw new ArgumentException($"'{user}' is not the user part of a URI.", nameof(user));

    private static string CheckedHost(string host) => SipText.IsHost(host) ? host : throw new ArgumentException($"'{host}' is not a host.", nameof(host));

    private static int? CheckedPort(int? port) =>
        port is null or (>= 0 and <= 65535) ? port : throw new ArgumentOutOfRangeException(nameof(port), port, "A port is 0 to 65535.");
}
