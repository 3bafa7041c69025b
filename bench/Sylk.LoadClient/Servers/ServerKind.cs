namespace Sylk.LoadClient.Servers;

/// <summary>A server that can be measured.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Environment">Settings of the runtime under which it runs.</param>
internal sealed record ServerKind(string Name, params (string Name, string Value)[] Environment)
{
    public static readonly ServerKind Janus = new("Janus");
    public static readonly ServerKind Sylk = new("this server");
    public static readonly ServerKind SqliteFull = new("SQLite full");
    public static readonly ServerKind SqliteNormal = new("SQLite normal") { Store = StoreKind.SqliteNormal };
    public static readonly ServerKind Postgres = new("PostgreSQL") { Store = StoreKind.Postgres };

    public bool IsJanus => ReferenceEquals(this, Janus);

    public StoreKind Store { get; init; }

    /// <summary>The processors it may use: one, unless work beside each other is what is measured.</summary>
    public string Processors { get; init; } = "0";
}
