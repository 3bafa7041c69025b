using System.Globalization;

namespace Sylk.Media.Sdp;

/// <summary><c>a=fmtp:</c> (RFC 8866 section 6.15): parameters of one payload type, uninterpreted.</summary>
public readonly record struct FormatParameters(byte PayloadType, string Parameters)
{
    public static bool TryParse(ReadOnlySpan<char> value, out FormatParameters parameters)
    {
        FieldReader fields = new(value);
        if (fields.TryRead(out ReadOnlySpan<char> payloadType) && FieldReader.TryParsePayloadType(payloadType, out byte number))
        {
            parameters = new(number, fields.Rest.ToString());
            return true;
        }

        parameters = default;
        return false;
    }

    /// <summary>Value of one parameter of a list such as <c>apt=96;rtx-time=200</c>, compared without case; empty if it is
    /// not there.</summary>
    public static ReadOnlySpan<char> Get(ReadOnlySpan<char> parameters, ReadOnlySpan<char> name)
    {
        foreach (Range range in parameters.Split(';'))
        {
            ReadOnlySpan<char> parameter = parameters[range].Trim();
            int equals = parameter.IndexOf('=');
            if (equals > 0 && parameter[..equals].TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return parameter[(equals + 1)..].TrimStart();
            }
        }

        return [];
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PayloadType} {Parameters}");
}
