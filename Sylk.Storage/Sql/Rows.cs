using System.Data.Common;
using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <summary>Columns as values of the contract.</summary>
internal static class Rows
{
    public static long Number(this DbDataReader row, int column) => row.GetInt64(column);

    public static long? NumberOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static string Text(this DbDataReader row, int column) => row.GetString(column);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[] Bytes(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static string BytesAsText(this DbDataReader row, int column) => StoredText.FromBytes(row.Bytes(column));

    public static string? BytesAsTextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.BytesAsText(column);

    public static AccountAddress Address(this DbDataReader row, int column) => AccountAddress.Of(row.GetString(column));

    public static DateTimeOffset Time(this DbDataReader row, int column) => StoredTime.From(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);
}
