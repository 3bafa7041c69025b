using Npgsql;
using Sylk.Storage.Sql;

namespace Sylk.Storage.Postgres;

/// <summary>A connection, with its transaction if there is one.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    : Session(cancellationToken)
{
    public override Dialect Dialect => Dialect.Postgres;

    protected override Statement Open(string sql) => new(new NpgsqlCommand(sql, connection, transaction), isKept: false);
}
