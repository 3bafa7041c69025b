using System.Reflection;
using System.Text;
using Sylk.Abstractions.Configuration;

namespace Sylk.Server.Configuration.Binding;

/// <summary>One key of a settings class: a property with <see cref="SettingAttribute"/>.</summary>
/// <remarks>Made anew for each use: a cache by type would keep a plugin in memory for ever.</remarks>
internal sealed record SettingsKey(string Name, PropertyInfo Property, SettingAttribute Attribute, SettingShape Shape, Type ItemType)
{
    /// <summary>The keys of a class in the order of its properties.</summary>
    /// <exception cref="NotSupportedException">A property has a type that settings cannot have.</exception>
    public static IReadOnlyList<SettingsKey> Of(Type settings) =>
    [
        .. from property in settings.GetProperties(BindingFlags.Instance | BindingFlags.Public)
           let attribute = property.GetCustomAttribute<SettingAttribute>()
           where attribute is not null
           select Of(property, attribute),
    ];

    public static bool IsSettingsClass(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is not null
        && type.GetProperties().Any(p => p.IsDefined(typeof(SettingAttribute)));

    /// <summary><c>UdpPort</c> is written <c>udp_port</c>.</summary>
    public static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    private static SettingsKey Of(PropertyInfo property, SettingAttribute attribute)
    {
        var (shape, item) = ShapeOf(property.PropertyType);
        return shape is SettingShape.Scalar or SettingShape.List && !SettingScalar.IsSupported(item)
            ? throw new NotSupportedException($"{property.DeclaringType}.{property.Name} is a setting of type {item}, which no file can hold")
            : new(attribute.Key ?? SnakeCase(property.Name), property, attribute, shape, item);
    }

    private static (SettingShape Shape, Type Item) ShapeOf(Type type)
    {
        if (type.IsAssignableFrom(typeof(Dictionary<string, string>)) && type != typeof(object))
        {
            return (SettingShape.FreeTable, typeof(string));
        }

        if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) || type.GetGenericTypeDefinition() == typeof(List<>)))
        {
            var item = type.GetGenericArguments()[0];
            return (IsSettingsClass(item) ? SettingShape.Tables : SettingShape.List, item);
        }

        return IsSettingsClass(type) ? (SettingShape.Table, type) : (SettingShape.Scalar, Nullable.GetUnderlyingType(type) ?? type);
    }
}

/// <summary>How a setting is written in TOML.</summary>
internal enum SettingShape
{
    /// <summary>One value.</summary>
    Scalar,

    /// <summary>An array of values.</summary>
    List,

    /// <summary>A table with known keys.</summary>
    Table,

    /// <summary>An array of tables with known keys.</summary>
    Tables,

    /// <summary>A table whose keys are free and whose values are texts.</summary>
    FreeTable,
}
