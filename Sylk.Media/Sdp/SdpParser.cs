using System.Globalization;

namespace Sylk.Media.Sdp;

/// <summary>Parses session descriptions (RFC 8866 section 9), as strict as needed to know what the peer means: the order
/// of lines, line ends and spaces are forgiven, unknown lines and attributes kept. Attributes are not looked into here:
/// a broken one spoils the thing it describes, not the session.</summary>
public sealed class SdpParser
{
    private readonly string _text;
    private readonly List<MediaDescription> _media = [];
    private SdpSection _section = new();
    private SdpOrigin? _origin;
    private string? _name;
    private MediaDescription? _open;
    private SdpError? _error;
    private int _line;

    private SdpParser(string text) => _text = text;

    /// <summary>Parses without ever throwing. Work and memory are bounded by <see cref="SdpLimits"/>.</summary>
    /// <param name="text">The description, lines ended by CRLF, LF or CR.</param>
    /// <param name="description">The result, when the method returns <c>true</c>.</param>
    /// <param name="error">What is wrong, when it returns <c>false</c>.</param>
    public static bool TryParse(string text, out SessionDescription description, out SdpError error)
    {
        SdpParser parser = new(text);
        SessionDescription? result = parser.Parse();
        description = result!;
        error = parser._error!;
        return result is not null;
    }

    private SessionDescription? Parse()
    {
        if (_text.Length > SdpLimits.MaxLength)
        {
            return Fail(new(0, $"Invalid SDP (longer than {SdpLimits.MaxLength} characters)"));
        }

        if (!_text.StartsWith("v=", StringComparison.Ordinal))
        {
            return Fail(SdpError.NotSdp);
        }

        SdpSection session = _section;
        foreach (ReadOnlySpan<char> line in _text.AsSpan().EnumerateLines())
        {
            _line++;
            if (!line.IsEmpty && !ReadLine(line))
            {
                return null;
            }
        }

        CloseMedia();
        if (_origin is null || _name is null || _media.Count == 0)
        {
            return Fail(SdpError.MissingLines);
        }

        return new()
        {
            Origin = _origin,
            Name = _name,
            Connection = session.Connection,
            Bandwidths = session.Bandwidths,
            Timings = session.Timings.Count == 0 ? ["0 0"] : session.Timings,
            Attributes = new(session.Attributes),
            OtherLines = session.Others,
            Media = _media,
        };
    }

    private bool ReadLine(ReadOnlySpan<char> line)
    {
        if (_line > SdpLimits.MaxLines)
        {
            return Refuse($"more than {SdpLimits.MaxLines} lines");
        }

        if (line.Length > SdpLimits.MaxLineLength)
        {
            return Refuse($"longer than {SdpLimits.MaxLineLength} characters");
        }

        if (line.Length < 2 || line[1] != '=' || !char.IsAsciiLetter(line[0]))
        {
            return Refuse("not of the form <letter>=<value>");
        }

        if (line.Contains('\0'))
        {
            return Refuse("NUL character");
        }

        string value = line[2..].ToString();
        switch (line[0])
        {
            case 'v':
                return value.Trim() == "0" || Refuse("unknown version");
            case 'o' when _open is null:
                return SdpOrigin.TryParse(value, out _origin!) || Refuse("o= needs six fields");
            case 's' when _open is null:
                _name = value;
                return true;
            case 'm':
                return ReadMedia(value);
            case 'c':
                return ReadConnection(value);
            case 'b' when SdpBandwidth.TryParse(value, out SdpBandwidth bandwidth):
                _section.Bandwidths.Add(bandwidth);
                return true;
            case 't' when _open is null:
                _section.Timings.Add(value);
                return true;
            case 'a':
                return ReadAttribute(value);
            default:
                _section.Others.Add(new(line[0], value));
                return true;
        }
    }

    private bool ReadMedia(string value)
    {
        CloseMedia();
        if (_media.Count == SdpLimits.MaxMediaDescriptions)
        {
            return Refuse($"more than {SdpLimits.MaxMediaDescriptions} m-lines");
        }

        string[] fields = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 4)
        {
            return Refuse("m= needs media, port, protocol and formats");
        }

        if (fields.Length - 3 > SdpLimits.MaxFormats)
        {
            return Refuse($"more than {SdpLimits.MaxFormats} formats");
        }

        string port = fields[1];
        int count = 1;
        int slash = port.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            if (!TryReadNumber(port.AsSpan(slash + 1), 65535, out count) || count == 0)
            {
                return Refuse("wrong number of ports");
            }

            port = port[..slash];
        }

        if (!TryReadNumber(port, 65535, out int number))
        {
            return Refuse("wrong port");
        }

        _open = new() { Media = fields[0], Port = number, PortCount = count, Protocol = fields[2], Formats = fields[3..] };
        return true;
    }

    private bool ReadConnection(string value)
    {
        if (!SdpConnection.TryParse(value, out SdpConnection connection))
        {
            return Refuse("c= needs three fields");
        }

        // Several c= lines are allowed for multicast layers only; the first one counts.
        _section.Connection ??= connection;
        return true;
    }

    private bool ReadAttribute(string value)
    {
        int colon = value.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? value : value[..colon];
        if (name.Length == 0)
        {
            return Refuse("attribute without name");
        }

        _section.Attributes.Add(new(name, colon < 0 ? null : value[(colon + 1)..]));
        return true;
    }

    private void CloseMedia()
    {
        if (_open is not null)
        {
            _media.Add(_open with
            {
                Connection = _section.Connection,
                Bandwidths = _section.Bandwidths,
                Attributes = new(_section.Attributes),
                OtherLines = _section.Others,
            });
            _open = null;
        }

        _section = new();
    }

    private static bool TryReadNumber(ReadOnlySpan<char> digits, int max, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max;

    private bool Refuse(string reason)
    {
        Fail(new(_line, reason));
        return false;
    }

    private SessionDescription? Fail(SdpError error)
    {
        _error = error;
        return null;
    }
}
