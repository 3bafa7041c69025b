using System.Globalization;
using Sylk.Abstractions.Configuration;
using Sylk.Toml;

namespace Sylk.Server.Configuration.Binding;

/// <summary>Single values: from TOML, to TOML, and in words.</summary>
internal static class SettingScalar
{
    public static bool IsSupported(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(bool) || IsInteger(type) || type == typeof(double) || type == typeof(TimeSpan);

    /// <summary>Converts a value; <c>null</c> if it does not fit.</summary>
    public static object? Convert(TomlValue value, Type type, SettingAttribute attribute) => (value, type) switch
    {
        (TomlString s, _) when type == typeof(string) => s.Value,
        (TomlString s, { IsEnum: true }) => ParseEnum(s.Value, type),
        (TomlBoolean b, _) when type == typeof(bool) => b.Value,
        (TomlInteger i, _) when type == typeof(int) => IsInRange(i.Value, attribute) && i.Value is >= int.MinValue and <= int.MaxValue ? (int)i.Value : null,
        (TomlInteger i, _) when type == typeof(long) => IsInRange(i.Value, attribute) ? i.Value : null,
        (TomlInteger or TomlFloat, _) when type == typeof(double) => InRange(Number(value), attribute),
        (TomlInteger or TomlFloat, _) when type == typeof(TimeSpan) => InRange(Number(value), attribute) is { } seconds
            && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null,
        _ => null,
    };

    /// <summary>What a value of a setting may be, in words.</summary>
    public static string Expected(Type type, SettingAttribute attribute)
    {
        if (type.IsEnum)
        {
            return "one of " + string.Join(", ", Enum.GetNames(type).Select(n => $"\"{SettingsKey.SnakeCase(n)}\""));
        }

        var what = type == typeof(string) ? "a string"
            : type == typeof(bool) ? "true or false"
            : IsInteger(type) ? "an integer"
            : type == typeof(TimeSpan) ? "a number of seconds"
            : "a number";
        return what + Range(attribute);
    }

    /// <summary>A value as TOML.</summary>
    public static string Format(object value) => value switch
    {
        string text => Quote(text),
        bool b => b ? "true" : "false",
        TimeSpan span => span.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        Enum e => Quote(SettingsKey.SnakeCase(e.ToString())),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException(value.GetType().ToString()),
    };

    public static string Quote(string text)
    {
        var quoted = new System.Text.StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                _ when char.IsControl(c) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsInteger(Type type) => type == typeof(int) || type == typeof(long);

    private static double Number(TomlValue value) => value is TomlInteger i ? i.Value : ((TomlFloat)value).Value;

    private static double? InRange(double value, SettingAttribute attribute) =>
        double.IsFinite(value) && IsInRange(value, attribute) ? value : null;

    /// <summary>A bound that is not a number is no bound.</summary>
    private static bool IsInRange(double value, SettingAttribute attribute) => !(value < attribute.Min) && !(value > attribute.Max);

    private static object? ParseEnum(string text, Type type)
    {
        var name = Enum.GetNames(type).FirstOrDefault(n => SettingsKey.SnakeCase(n) == text);
        return name is null ? null : Enum.Parse(type, name);
    }

    private static string Range(SettingAttribute attribute) => (double.IsNaN(attribute.Min), double.IsNaN(attribute.Max)) switch
    {
        (false, false) => string.Create(CultureInfo.InvariantCulture, $" from {attribute.Min} to {attribute.Max}"),
        (false, true) => string.Create(CultureInfo.InvariantCulture, $" of at least {attribute.Min}"),
        (true, false) => string.Create(CultureInfo.InvariantCulture, $" of at most {attribute.Max}"),
        _ => "",
    };
}
