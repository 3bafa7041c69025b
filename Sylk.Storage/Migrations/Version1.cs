namespace Sylk.Storage.Migrations;

/// <summary>The first version of the database.</summary>
internal static class Version1
{
    // Indexes with a condition hold only what is asked for by it, so that they stay small in a large store. The numbers in them
    // are those of MessageDirection and MessageState.
    public static Migration Migration { get; } = new(1, """
        CREATE TABLE accounts (
            id {identity},
            address TEXT NOT NULL UNIQUE,
            known_since BIGINT,
            last_login BIGINT,
            last_sequence BIGINT NOT NULL DEFAULT 0,
            last_stored BIGINT NOT NULL DEFAULT 0
        );

        CREATE TABLE journal_entries (
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            sequence BIGINT NOT NULL,
            stored BIGINT NOT NULL,
            message_id TEXT NOT NULL,
            contact TEXT NOT NULL,
            stated TEXT NOT NULL,
            direction BIGINT NOT NULL,
            content_type TEXT NOT NULL,
            content {bytes} NOT NULL,
            dispositions BIGINT,
            state BIGINT,
            removed BIGINT NOT NULL DEFAULT 0,
            PRIMARY KEY (account_id, sequence)
        );
        CREATE UNIQUE INDEX journal_entries_by_id ON journal_entries (account_id, message_id);
        CREATE INDEX journal_entries_by_time ON journal_entries (account_id, stored);
        CREATE INDEX journal_entries_by_age ON journal_entries (stored);
        CREATE INDEX journal_entries_by_contact ON journal_entries (account_id, contact, sequence) WHERE removed = 0;
        CREATE INDEX journal_entries_expecting ON journal_entries (account_id, contact) WHERE direction = 2 AND dispositions > 0 AND removed = 0;
        CREATE INDEX journal_entries_pending ON journal_entries (account_id, sequence) WHERE direction = 1 AND state = 0 AND removed = 0;

        CREATE TABLE public_keys (
            address TEXT NOT NULL PRIMARY KEY,
            public_key {bytes} NOT NULL,
            changed BIGINT NOT NULL
        );

        CREATE TABLE api_tokens (
            id {identity},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            hash {bytes} NOT NULL,
            created BIGINT NOT NULL,
            expires BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX api_tokens_by_hash ON api_tokens (account_id, hash);
        CREATE INDEX api_tokens_by_expiry ON api_tokens (expires);

        CREATE TABLE push_tokens (
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            app_id TEXT NOT NULL,
            device_id TEXT NOT NULL,
            platform TEXT NOT NULL,
            token TEXT NOT NULL,
            background_token TEXT,
            is_silent BIGINT NOT NULL,
            user_agent {bytes},
            turn BIGINT NOT NULL,
            PRIMARY KEY (account_id, app_id, device_id)
        );

        CREATE TABLE address_book_items (
            id {identity},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            kind BIGINT NOT NULL,
            item_id TEXT NOT NULL,
            json {bytes} NOT NULL
        );
        CREATE UNIQUE INDEX address_book_items_by_id ON address_book_items (account_id, kind, item_id);

        CREATE TABLE files (
            transfer_id TEXT NOT NULL PRIMARY KEY,
            sender TEXT NOT NULL,
            receiver TEXT NOT NULL,
            file_name {bytes} NOT NULL,
            content_type {bytes} NOT NULL,
            size BIGINT NOT NULL,
            hash TEXT NOT NULL,
            created BIGINT NOT NULL,
            expires BIGINT NOT NULL
        );
        CREATE INDEX files_by_sender ON files (sender, size);
        CREATE INDEX files_by_expiry ON files (expires);

        CREATE TABLE spooled_messages (
            id {identity},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            sender {bytes} NOT NULL,
            content_type {bytes} NOT NULL,
            body {bytes} NOT NULL,
            received BIGINT NOT NULL
        );
        CREATE INDEX spooled_messages_by_account ON spooled_messages (account_id, id);
        CREATE INDEX spooled_messages_by_age ON spooled_messages (received);
        """);
}
