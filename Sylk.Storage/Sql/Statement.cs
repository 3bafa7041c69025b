using System.Data.Common;

namespace Sylk.Storage.Sql;

/// <summary>A command while it is used.</summary>
/// <param name="command">The command.</param>
/// <param name="isKept">Whether it is used again: then only its parameters go.</param>
internal readonly struct Statement(DbCommand command, bool isKept) : IAsyncDisposable
{
    public DbCommand Command { get; } = command;

    public ValueTask DisposeAsync()
    {
        if (!isKept)
        {
            return Command.DisposeAsync();
        }

        // What was bound may be large.
        Command.Parameters.Clear();
        return ValueTask.CompletedTask;
    }
}
