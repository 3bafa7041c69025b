using System.Reflection;
using System.Runtime.Loader;
using Sylk.Abstractions;

namespace Sylk.Server.Plugins;

/// <summary>Loads an application and its dependencies apart from everything else, so that it can be unloaded and may use
/// other versions of libraries than others do. Shared with the host are the contract and the framework.</summary>
internal sealed class PluginLoadContext(string id, string assemblyPath) : AssemblyLoadContext($"application {id}", isCollectible: true)
{
    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(ISylkApplication).Assembly.GetName().Name || SharedFramework.Has(assemblyName))
        {
            // A second copy would have types of its own, unequal to the host's.
            return null;
        }

        if (_resolver.ResolveAssemblyToPath(assemblyName) is { } path)
        {
            return LoadFromAssemblyPath(path);
        }

        // Not null: the runtime would go on to look among the libraries of the host, which may change or go at any time.
        // Texts in other languages may be missing.
        return string.IsNullOrEmpty(assemblyName.CultureName)
            ? throw new FileNotFoundException($"'{assemblyName}' is neither in the directory of the application nor part of the framework.")
            : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
