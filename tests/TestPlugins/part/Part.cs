namespace Sylk.Probe.Part;

/// <summary>A library that an application brings along.</summary>
public static class Library
{
    private static int _uses;

    /// <summary>Its version.</summary>
    public static string Version => typeof(Library).Assembly.GetName().Version!.ToString(2);

    /// <summary>Counts what uses this copy of it.</summary>
    public static int Use() => Interlocked.Increment(ref _uses);
}
