using Microsoft.Extensions.Logging;

namespace Sylk.Server.Plugins;

/// <summary>Makes loggers below the category of one application.</summary>
internal sealed class ApplicationLoggerFactory(ILoggerFactory inner, string id) : ILoggerFactory
{
    public static string Category(string id) => $"Sylk.Applications.{id}";

    public ILogger CreateLogger(string categoryName) =>
        inner.CreateLogger(categoryName.Length == 0 ? Category(id) : $"{Category(id)}.{categoryName}");

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Log providers belong to the server.");

    public void Dispose()
    {
    }
}
