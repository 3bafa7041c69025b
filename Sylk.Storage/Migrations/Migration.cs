namespace Sylk.Storage.Migrations;

/// <summary>A step from one version of the database to the next. One that was published never changes.</summary>
/// <param name="Version">The version it leads to.</param>
/// <param name="Sql">Its statements, in the words of <see cref="Sql.Dialect"/>.</param>
internal sealed record Migration(long Version, string Sql)
{
    /// <summary>All steps there are.</summary>
    public static IReadOnlyList<Migration> All { get; } = [Version1.Migration];
}
