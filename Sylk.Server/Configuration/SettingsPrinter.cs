using System.Collections;
using System.Text;
using Sylk.Server.Configuration.Binding;

namespace Sylk.Server.Configuration;

/// <summary>Prints effective settings as TOML, secrets masked.</summary>
internal sealed class SettingsPrinter
{
    private const string Mask = "\"********\"";
    private readonly StringBuilder _text = new();

    /// <summary>The settings of one file.</summary>
    public static string Print(object settings)
    {
        var printer = new SettingsPrinter();
        printer.PrintTable(settings, "");
        return printer._text.ToString();
    }

    private void PrintTable(object settings, string path)
    {
        var keys = SettingsKey.Of(settings.GetType());
        foreach (var key in keys)
        {
            var value = key.Property.GetValue(settings);
            switch (key.Shape)
            {
                case SettingShape.Scalar:
                    // An absent key cannot be written in TOML.
                    _text.Append(value is null ? $"# {key.Name} is not set" : $"{key.Name} = {Scalar(key, value)}").Append('\n');
                    break;
                case SettingShape.List:
                    _text.Append(value is null ? $"# {key.Name} is not set" : $"{key.Name} = [{string.Join(", ", Items(value).Select(i => Scalar(key, i)))}]").Append('\n');
                    break;
                case SettingShape.FreeTable:
                    var pairs = ((IEnumerable<KeyValuePair<string, string>>)value!).Select(p => $"{SettingScalar.Quote(p.Key)} = {Scalar(key, p.Value)}");
                    _text.Append(key.Name).Append(" = {").Append(string.Join(", ", pairs)).Append("}\n");
                    break;
            }
        }

        // Tables come last: what follows a header belongs to it.
        foreach (var key in keys)
        {
            var name = path.Length == 0 ? key.Name : $"{path}.{key.Name}";
            var value = key.Property.GetValue(settings);
            if (key.Shape == SettingShape.Table && value is not null)
            {
                _text.Append($"\n[{name}]\n");
                PrintTable(value, name);
            }
            else if (key.Shape == SettingShape.Tables)
            {
                foreach (var item in Items(value!))
                {
                    _text.Append($"\n[[{name}]]\n");
                    PrintTable(item, name);
                }
            }
        }
    }

    private static IEnumerable<object> Items(object list) => ((IEnumerable)list).Cast<object>();

    private static string Scalar(SettingsKey key, object value) => key.Attribute.Secret ? Mask : SettingScalar.Format(value);
}
