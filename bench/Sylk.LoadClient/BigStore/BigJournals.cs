namespace Sylk.LoadClient.BigStore;

/// <summary>What a filled store holds: a tenth of the messages belongs to one account, all others have as many as each other, and
/// those of all accounts came interleaved. Everything about a message follows from its number.</summary>
/// <param name="Messages">How many there are, a multiple of 10.</param>
internal sealed record BigJournals(long Messages)
{
    /// <summary>The account with the long journal; its number is also its key.</summary>
    public const long Huge = 1;

    private const long MessagesOfOne = 450;

    /// <summary>All accounts, the huge one included.</summary>
    public long Accounts => 1 + Others;

    /// <summary>All accounts but the huge one.</summary>
    public long Others => Messages * 9 / 10 / MessagesOfOne;

    /// <summary>Fills the tables of version 1; both databases understand it.</summary>
    /// <param name="bytes">The type of bytes.</param>
    public string FillSql(string bytes) => $"""
        INSERT INTO accounts (address, known_since)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Accounts})
        SELECT 'user' || i || '@load.test', 1 FROM n;

        INSERT INTO journal_entries (account_id, sequence, stored, message_id, contact, stated, direction, content_type, content, dispositions, state)
        WITH RECURSIVE
        n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {Messages}),
        placed(i, other, hash) AS (SELECT i, i - i / 10 - 1, (i * 2654435761) % 4294967296 FROM n),
        owned(i, account, sequence, hash) AS (
            SELECT i, CASE WHEN i % 10 = 0 THEN {Huge} ELSE 2 + other % {Others} END, CASE WHEN i % 10 = 0 THEN i / 10 ELSE other / {Others} END + 1, hash FROM placed)
        SELECT account, sequence, 1760000000000000 + i * 1000, hash || '-4c2e-4f5d-9a6e-0d2c1b8f7a55', 'contact' || (hash % 20) || '@load.test',
            '2026-01-02T03:04:05+00:00', 1 + sequence % 2, 'text/plain', CAST('{Content}' || i AS {bytes}),
            CASE WHEN sequence % 2 = 1 AND hash % 64 < 2 THEN 3 ELSE 0 END,
            CASE WHEN sequence % 2 = 1 THEN 7 WHEN hash % 1000 = 0 THEN 0 ELSE 1 END
        FROM owned;

        UPDATE accounts SET
            last_sequence = (SELECT MAX(sequence) FROM journal_entries WHERE account_id = accounts.id),
            last_stored = (SELECT MAX(stored) FROM journal_entries WHERE account_id = accounts.id);
        """;

    private static string Content => string.Concat(Enumerable.Repeat("lorem ipsum ", 8));

    /// <summary>How many messages an account has. Those whose sequence is even were sent by it and await notifications.</summary>
    public long Length(long account) => account == Huge ? Messages / 10 : ((Messages * 9 / 10) - (account - 2) + Others - 1) / Others;

    /// <summary>The id of a message.</summary>
    public static string IdOf(long number) => $"{number * 2654435761 % 4294967296}-4c2e-4f5d-9a6e-0d2c1b8f7a55";

    /// <summary>The id of the message at a place of a journal.</summary>
    public string IdOf(long account, long sequence)
    {
        if (account == Huge)
        {
            return IdOf((sequence - 1) * 10);
        }

        var other = ((sequence - 1) * Others) + account - 2;
        return IdOf(other + (other / 9) + 1);
    }
}
