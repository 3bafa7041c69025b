using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Sylk.Abstractions;

namespace Sylk.Server.Plugins;

/// <summary>The code of an application in memory.</summary>
internal sealed class Plugin
{
    private readonly PluginLoadContext _loadContext;
    private readonly Assembly _assembly;

    private Plugin(PluginLoadContext loadContext, Assembly assembly, Type applicationType)
    {
        _loadContext = loadContext;
        _assembly = assembly;
        ApplicationType = applicationType;
    }

    public Type ApplicationType { get; }

    /// <summary>Class of its settings, or <c>null</c>.</summary>
    public Type? SettingsType => ApplicationType.GetCustomAttribute<SylkApplicationAttribute>()?.Settings;

    /// <summary>Dies when the code has left the memory.</summary>
    public WeakReference LifeSign => new(_loadContext);

    /// <exception cref="PluginException">It cannot be used.</exception>
    public static Plugin Load(PluginManifest manifest)
    {
        if (!ContractVersion.IsSupported(Version.Parse(manifest.Contract)))
        {
            throw new PluginException($"it was written for version {manifest.Contract} of the contract, this server has {ContractVersion.Current.ToString(2)}");
        }

        var context = new PluginLoadContext(manifest.Id, manifest.Assembly);
        try
        {
            var assembly = context.LoadFromAssemblyPath(manifest.Assembly);
            return new(context, assembly, FindApplication(assembly, manifest.Type));
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or TypeLoadException or ReflectionTypeLoadException)
        {
            context.Unload();
            throw new PluginException($"its assembly cannot be loaded: {e.Message}");
        }
        catch (PluginException)
        {
            context.Unload();
            throw;
        }
    }

    /// <summary>Lets the plugin add to its own services.</summary>
    public void ConfigureServices(IServiceCollection services)
    {
        foreach (var type in _assembly.GetExportedTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IApplicationServices))))
        {
            ((IApplicationServices)Activator.CreateInstance(type)!).ConfigureServices(services);
        }
    }

    /// <summary>Asks the code to leave; it does so when nothing refers to it any more.</summary>
    public void Unload() => _loadContext.Unload();

    private static Type FindApplication(Assembly assembly, string? name)
    {
        if (name is not null)
        {
            return assembly.GetType(name) is { } type && type.IsAssignableTo(typeof(ISylkApplication))
                ? type
                : throw new PluginException($"its assembly has no class {name} that implements ISylkApplication");
        }

        var all = assembly.GetExportedTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(ISylkApplication))).ToList();
        return all is [var only]
            ? only
            : throw new PluginException($"its assembly has {all.Count} public classes that implement ISylkApplication; name one as 'type' in {PluginManifest.FileName}");
    }
}

/// <summary>Why an application cannot be used, for its operator.</summary>
internal sealed class PluginException(string message) : Exception(message);
