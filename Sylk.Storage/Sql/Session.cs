using System.Data.Common;

namespace Sylk.Storage.Sql;

/// <summary>A connection while one operation has it: statements with named parameters, the same for both databases.</summary>
/// <param name="cancellationToken">Cancels the statements.</param>
internal abstract class Session(CancellationToken cancellationToken)
{
    /// <summary>The words in which the databases differ.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>Executes a statement.</summary>
    /// <returns>The number of rows changed.</returns>
    public async ValueTask<int> ExecuteAsync(string sql, params (string Name, object? Value)[] parameters)
    {
        await using var statement = Prepare(sql, parameters);
        return await statement.Command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The first row, or the default value if there is none.</summary>
    public async ValueTask<T?> FindAsync<T>(string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        await using var statement = Prepare(sql, parameters);
        await using var reader = await statement.Command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? read(reader) : default;
    }

    /// <summary>All rows, or those up to the one that <paramref name="isEnough"/> accepts.</summary>
    public async ValueTask<List<T>> ListAsync<T>(
        string sql, Func<DbDataReader, T> read, Func<T, bool>? isEnough, params (string Name, object? Value)[] parameters)
    {
        var rows = new List<T>();
        await using var statement = Prepare(sql, parameters);
        await using var reader = await statement.Command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
            if (isEnough?.Invoke(rows[^1]) == true)
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>A command for a statement, with its parameters still to be set.</summary>
    protected abstract Statement Open(string sql);

    private Statement Prepare(string sql, (string Name, object? Value)[] parameters)
    {
        var statement = Open(sql);
        foreach (var (name, value) in parameters)
        {
            var parameter = statement.Command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            statement.Command.Parameters.Add(parameter);
        }

        return statement;
    }
}
