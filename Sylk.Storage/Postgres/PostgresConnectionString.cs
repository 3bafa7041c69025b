using Npgsql;

namespace Sylk.Storage.Postgres;

/// <summary>Connection strings of PostgreSQL.</summary>
internal static class PostgresConnectionString
{
    // Comes before the text of the operator, whose keys win.
    // Pool: a server as delivered takes 100 connections in all, and a transaction here is short.
    // Command: the time of an operation is limited as a whole.
    // Cancellation: the time of the operation is over already; do not wait long for the server to say that it stopped.
    private const string Defaults = "Application Name=sylk-server;Maximum Pool Size=20;Max Auto Prepare=100;Command Timeout=0;Cancellation Timeout=500;";

    /// <summary>Adds what the text leaves open.</summary>
    /// <exception cref="ArgumentException">It is no connection string.</exception>
    public static string Complete(string text) => new NpgsqlConnectionStringBuilder(Defaults + text)
    {
        // Errors that name values would carry what people wrote into the log.
        IncludeErrorDetail = false,
    }.ToString();

    /// <summary>What is wrong with a text; <c>null</c>: nothing.</summary>
    public static string? MistakeIn(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(Complete(text)).Host is null ? "it names no Host" : null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }
}
