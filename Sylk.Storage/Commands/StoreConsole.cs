namespace Sylk.Storage.Commands;

/// <summary>Where a command reads and writes.</summary>
/// <param name="In">Answers to its questions, and what it imports.</param>
/// <param name="Out">What was asked for.</param>
/// <param name="Error">Everything else.</param>
/// <param name="IsTerminal">Whether somebody can answer.</param>
public sealed record StoreConsole(TextReader In, TextWriter Out, TextWriter Error, bool IsTerminal)
{
    /// <summary>That of the process.</summary>
    public static StoreConsole Process => new(Console.In, Console.Out, Console.Error, !Console.IsInputRedirected);

    /// <summary>Asks a question that is answered with yes or no.</summary>
    internal bool Ask(string question)
    {
        Error.Write($"{question} [y/N] ");
        Error.Flush();
        return In.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
