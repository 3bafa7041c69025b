namespace Sylk.Abstractions.Storage;

/// <summary>The store could not carry an operation out.</summary>
/// <param name="message">One line for the log.</param>
/// <param name="isTransient">Whether the same may succeed later: the store is down, slow or full of work.</param>
/// <param name="inner">What the database reported; its type belongs to the store alone.</param>
public sealed class StoreException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the same may succeed later.</summary>
    public bool IsTransient { get; } = isTransient;
}
