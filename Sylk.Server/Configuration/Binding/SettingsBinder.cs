using Sylk.Abstractions.Configuration;
using Sylk.Toml;

namespace Sylk.Server.Configuration.Binding;

/// <summary>Fills settings classes from a file and the environment and reports every mistake.</summary>
/// <param name="file">The file.</param>
/// <param name="environmentPrefix">What the keys of the file begin with in the environment: empty or the id of an application.</param>
/// <param name="overrides">The environment.</param>
/// <param name="problems">Takes the mistakes.</param>
/// <param name="listensBeyondLoopback">See <see cref="ISettingsProblems.ListensBeyondLoopback"/>.</param>
internal sealed class SettingsBinder(
    SettingsFile file, string environmentPrefix, EnvironmentOverrides overrides, SettingsProblems problems, bool listensBeyondLoopback = false)
{
    private readonly bool _listensBeyondLoopback = listensBeyondLoopback;
    private readonly Dictionary<string, SettingsLocation> _locations = new(StringComparer.Ordinal);

    /// <summary>Makes an instance of a settings class from the whole file.</summary>
    public object Bind(Type type)
    {
        _locations.Clear();
        _locations[""] = new(file.Name);
        return BindTable(Activator.CreateInstance(type)!, file.Root, new(file.Name), "", isOverridable: true);
    }

    /// <inheritdoc cref="Bind(Type)" />
    public T Bind<T>() where T : class, new() => (T)Bind(typeof(T));

    /// <summary>Takes mistakes that show only later, about keys below a path.</summary>
    public ISettingsProblems ProblemsBelow(string path) => new Validation(this, path);

    private object BindTable(object settings, TomlTable table, SettingsLocation source, string path, bool isOverridable)
    {
        var before = problems.Count;
        var keys = SettingsKey.Of(settings.GetType());
        foreach (var entry in table.Entries)
        {
            if (!keys.Any(k => k.Name == entry.Key))
            {
                problems.Add(source.At(entry.KeyPosition), $"unknown key '{Join(path, entry.Key)}'{Spelling.Suggest(entry.Key, keys.Select(k => k.Name))}");
            }
        }

        foreach (var key in keys)
        {
            var keyPath = Join(path, key.Name);
            if (isOverridable && overrides.Take(Join(environmentPrefix, keyPath)) is { } variable)
            {
                BindOverride(settings, key, variable, keyPath);
            }
            else if (table.TryGet(key.Name, out var entry))
            {
                BindKey(settings, key, entry.Value, source.At(entry.Value.Position), keyPath, isOverridable);
            }
            else
            {
                BindMissing(settings, key, source, keyPath, isOverridable);
            }
        }

        if (problems.Count == before && settings is IValidatedSettings validated)
        {
            validated.Validate(ProblemsBelow(path));
        }

        return settings;
    }

    private void BindOverride(object settings, SettingsKey key, EnvironmentOverride variable, string path)
    {
        if (key.Shape == SettingShape.Scalar && key.ItemType == typeof(string))
        {
            _locations[path] = variable.Location;
            key.Property.SetValue(settings, Resolve(key, variable.Text));
            return;
        }

        var text = key.ItemType.IsEnum && key.Shape == SettingShape.Scalar ? SettingScalar.Quote(variable.Text) : variable.Text;
        if (TomlReader.TryRead("value = " + text, out var root, out _) && root.Entries is [{ Value: var value }])
        {
            BindKey(settings, key, value, variable.Location, path, isOverridable: false);
        }
        else
        {
            problems.Add(variable.Location, $"expected {Expected(key)}, written as in TOML");
        }
    }

    private void BindMissing(object settings, SettingsKey key, SettingsLocation source, string path, bool isOverridable)
    {
        if (key.Attribute.Required)
        {
            problems.Add(source, file.Exists
                ? $"'{path}' is missing; expected {Expected(key)}"
                : $"the file is missing; it must set '{path}' to {Expected(key)}");
        }
        else if (key.Shape == SettingShape.Table && key.Property.GetValue(settings) is { } nested)
        {
            // Nothing is written, but the environment may set keys below, and required ones must be missed.
            BindTable(nested, TomlReader.Read(""), source, path, isOverridable);
        }
    }

    private void BindKey(object settings, SettingsKey key, TomlValue value, SettingsLocation source, string path, bool isOverridable)
    {
        _locations[path] = source;
        object? result = key.Shape switch
        {
            SettingShape.Scalar => SettingScalar.Convert(value, key.ItemType, key.Attribute),
            SettingShape.List => BindList(key, value, source, path),
            SettingShape.Table => value is TomlTable table
                ? BindTable(key.Property.GetValue(settings) ?? Activator.CreateInstance(key.ItemType)!, table, source, path, isOverridable)
                : null,
            SettingShape.Tables => BindTables(key, value, source, path),
            _ => BindFreeTable(value, source, path),
        };
        if (result is null)
        {
            problems.Add(source, $"'{path}': expected {Expected(key)}, found {Found(value, key)}");
        }
        else if (key.Property.CanWrite)
        {
            key.Property.SetValue(settings, result switch
            {
                string text => Resolve(key, text),
                Array items when !key.Property.PropertyType.IsInstanceOfType(items) => Activator.CreateInstance(key.Property.PropertyType, items),
                _ => result,
            });
        }
    }

    private string Resolve(SettingsKey key, string text) =>
        key.Attribute.IsPath && text != key.Attribute.PathWord ? Path.GetFullPath(text, file.Directory) : text;

    private Array? BindList(SettingsKey key, TomlValue value, SettingsLocation source, string path)
    {
        if (value is not TomlArray { IsOfTables: false } array)
        {
            return null;
        }

        var list = Array.CreateInstance(key.ItemType, array.Items.Count);
        for (var i = 0; i < list.Length; i++)
        {
            var place = source.At(array.Items[i].Position);
            _locations[$"{path}[{i}]"] = place;
            if (SettingScalar.Convert(array.Items[i], key.ItemType, key.Attribute) is { } item)
            {
                list.SetValue(item, i);
            }
            else
            {
                problems.Add(place, $"'{path}[{i}]': expected {SettingScalar.Expected(key.ItemType, key.Attribute)}, found {Found(array.Items[i], key)}");
            }
        }

        return list;
    }

    private Array? BindTables(SettingsKey key, TomlValue value, SettingsLocation source, string path)
    {
        if (value is not TomlArray array || array.Items.Any(i => i is not TomlTable))
        {
            return null;
        }

        var list = Array.CreateInstance(key.ItemType, array.Items.Count);
        for (var i = 0; i < list.Length; i++)
        {
            var place = source.At(array.Items[i].Position);
            _locations[$"{path}[{i}]"] = place;
            list.SetValue(BindTable(Activator.CreateInstance(key.ItemType)!, (TomlTable)array.Items[i], place, $"{path}[{i}]", isOverridable: false), i);
        }

        return list;
    }

    private Dictionary<string, string>? BindFreeTable(TomlValue value, SettingsLocation source, string path)
    {
        if (value is not TomlTable table)
        {
            return null;
        }

        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in table.Entries)
        {
            var place = source.At(entry.Value.Position);
            _locations[Join(path, entry.Key)] = place;
            if (entry.Value is TomlString text)
            {
                result[entry.Key] = text.Value;
            }
            else
            {
                problems.Add(place, $"'{Join(path, entry.Key)}': expected a string, found {entry.Value.KindName}");
            }
        }

        return result;
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string Expected(SettingsKey key) => key.Shape switch
    {
        SettingShape.Scalar => SettingScalar.Expected(key.ItemType, key.Attribute),
        SettingShape.List => $"an array, each item {SettingScalar.Expected(key.ItemType, key.Attribute)}",
        SettingShape.Table => $"a table [{key.Name}]",
        SettingShape.Tables => $"tables [[{key.Name}]]",
        _ => "a table of strings",
    };

    private static string Found(TomlValue value, SettingsKey key) => value switch
    {
        _ when key.Attribute.Secret => value.KindName,
        TomlInteger i => SettingScalar.Format(i.Value),
        TomlFloat f => SettingScalar.Format(f.Value),
        TomlBoolean b => SettingScalar.Format(b.Value),
        TomlString { Value.Length: <= 40 } s => SettingScalar.Quote(s.Value),
        _ => value.KindName,
    };

    private void Report(string path, string message)
    {
        var known = path;
        while (!_locations.ContainsKey(known))
        {
            var cut = known.LastIndexOfAny(['.', '[']);
            known = cut < 0 ? "" : known[..cut];
        }

        problems.Add(_locations[known], message);
    }

    /// <summary>Finds the places of the keys a settings class complains about.</summary>
    private sealed class Validation(SettingsBinder binder, string path) : ISettingsProblems
    {
        public bool ListensBeyondLoopback { get; } = binder._listensBeyondLoopback;

        public void Add(string key, string message)
        {
            var full = Join(path, key);
            binder.Report(full, $"'{full}': {message}");
        }
    }
}
