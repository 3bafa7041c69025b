using System.Collections;
using System.Globalization;
using System.Text;
using Sylk.Server.Configuration.Binding;

namespace Sylk.Server.Configuration;

/// <summary>Writes the page that explains every key: <c>docs/configuration.md</c>.</summary>
internal sealed class SettingsReference
{
    private readonly StringBuilder _text = new();

    /// <param name="files">Name and settings class of each file, in the order of the page.</param>
    /// <param name="defaultOf">Makes an instance with the defaults.</param>
    public static string Write(IEnumerable<(string File, Type Settings)> files, Func<Type, object> defaultOf)
    {
        var reference = new SettingsReference();
        reference._text.Append("""
            # Configuration

            Written by `sylk-server --write-reference docs/configuration.md`; change the settings classes, not this page.

            Settings are TOML 1.0 files in one directory: `sylk.toml` for the server, `APPLICATION.toml` for each application.
            Every mistake in any of them is shown as `FILE:LINE:COLUMN: what, and what was expected`, and nothing is started.
            `--check-config` shows the effective values.

            """);
        foreach (var (file, settings) in files)
        {
            reference._text.Append(CultureInfo.InvariantCulture, $"\n## {file}\n");
            reference.WriteTable(settings, "", defaultOf);
        }

        return reference._text.ToString();
    }

    private void WriteTable(Type settings, string path, Func<Type, object> defaultOf)
    {
        var keys = SettingsKey.Of(settings);
        var defaults = defaultOf(settings);
        var plain = keys.Where(k => k.Shape is SettingShape.Scalar or SettingShape.List or SettingShape.FreeTable).ToList();
        if (plain.Count > 0)
        {
            _text.Append("\n| key | type | default | what it does |\n| --- | --- | --- | --- |\n");
            foreach (var key in plain)
            {
                _text.Append(CultureInfo.InvariantCulture, $"| `{key.Name}` | {TypeOf(key)} | {DefaultOf(key, defaults)} | {Cell(key.Attribute.Description)} |\n");
            }
        }

        foreach (var key in keys.Where(k => k.Shape is SettingShape.Table or SettingShape.Tables))
        {
            var name = path.Length == 0 ? key.Name : $"{path}.{key.Name}";
            var header = key.Shape == SettingShape.Table ? $"[{name}]" : $"[[{name}]]";
            _text.Append(CultureInfo.InvariantCulture, $"\n### `{header}`\n\n{key.Attribute.Description}\n");
            WriteTable(key.ItemType, name, defaultOf);
        }
    }

    private static string TypeOf(SettingsKey key)
    {
        var item = key.ItemType;
        var name = item switch
        {
            { IsEnum: true } => string.Join(", ", Enum.GetNames(item).Select(n => $"`\"{SettingsKey.SnakeCase(n)}\"`")),
            _ when item == typeof(string) => "text",
            _ when item == typeof(bool) => "true or false",
            _ when item == typeof(TimeSpan) => "number of seconds",
            _ when item == typeof(double) => "number",
            _ => "whole number",
        };
        var unit = key.Attribute.Unit is { } u && item != typeof(TimeSpan) ? $", {u}" : "";
        var bounds = (double.IsNaN(key.Attribute.Min), double.IsNaN(key.Attribute.Max)) switch
        {
            (false, false) => $", {key.Attribute.Min} to {key.Attribute.Max}",
            (false, true) => $", at least {key.Attribute.Min}",
            (true, false) => $", at most {key.Attribute.Max}",
            _ => "",
        };
        var text = string.Create(CultureInfo.InvariantCulture, $"{name}{unit}{bounds}");
        return key.Shape switch
        {
            SettingShape.List => $"list: {text}",
            SettingShape.FreeTable => "table of texts",
            _ => text,
        };
    }

    private static string DefaultOf(SettingsKey key, object defaults)
    {
        if (key.Attribute.Required)
        {
            return "must be given";
        }

        var text = (key.Shape, key.Property.GetValue(defaults)) switch
        {
            (_, null) => "",
            (SettingShape.FreeTable, _) => "{}",
            (SettingShape.List, IEnumerable list) => $"[{string.Join(", ", list.Cast<object>().Select(SettingScalar.Format))}]",
            (_, { } value) => SettingScalar.Format(value),
        };
        return text.Length == 0 ? "not set" : $"`{Cell(text)}`";
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
