using System.Data.Common;
using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <inheritdoc />
internal sealed class PushTokenStore(Database database) : IPushTokenStore
{
    private const int MostOfOneAccount = 50;
    private const string OfAccount = "account_id = (SELECT id FROM accounts WHERE address = @address)";

    public async ValueTask SetAsync(AccountAddress account, PushToken token, CancellationToken cancellationToken = default)
    {
        AccountRow.NameOf(account);
        Check(token);
        await database.WriteAsync(async session =>
        {
            var row = await AccountRow.OpenAsync(session, account);
            await session.ExecuteAsync(
                """
                INSERT INTO push_tokens (account_id, app_id, device_id, platform, token, background_token, is_silent, user_agent, turn)
                VALUES (@account, @app, @device, @platform, @token, @background, @silent, @agent,
                    (SELECT COALESCE(MAX(turn), 0) + 1 FROM push_tokens WHERE account_id = @account))
                ON CONFLICT (account_id, app_id, device_id) DO UPDATE SET platform = excluded.platform, token = excluded.token,
                    background_token = excluded.background_token, is_silent = excluded.is_silent, user_agent = excluded.user_agent, turn = excluded.turn
                """,
                ("account", row.Id), ("app", token.AppId), ("device", token.DeviceId), ("platform", token.Platform), ("token", token.Token),
                ("background", token.BackgroundToken), ("silent", token.IsSilent ? 1L : 0L),
                ("agent", token.UserAgent is null ? null : StoredText.ToBytes(token.UserAgent)));
            return await session.ExecuteAsync(
                """
                DELETE FROM push_tokens WHERE account_id = @account
                AND turn NOT IN (SELECT turn FROM push_tokens WHERE account_id = @account ORDER BY turn DESC LIMIT @most)
                """,
                ("account", row.Id), ("most", (long)MostOfOneAccount));
        }, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<PushToken>> ListAsync(AccountAddress account, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        return await database.ReadAsync(session => session.ListAsync(
            $"SELECT app_id, device_id, platform, token, background_token, is_silent, user_agent FROM push_tokens WHERE {OfAccount} ORDER BY turn",
            Read, null, ("address", address)), cancellationToken);
    }

    public async ValueTask<bool> RemoveAsync(AccountAddress account, string appId, string deviceId, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        return await database.WriteAsync(session => session.ExecuteAsync(
            $"DELETE FROM push_tokens WHERE {OfAccount} AND app_id = @app AND device_id = @device",
            ("address", address), ("app", StoredText.Sought(appId)), ("device", StoredText.Sought(deviceId))), cancellationToken) > 0;
    }

    public ValueTask<int> RemoveTokenAsync(AccountAddress account, string token, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        return database.WriteAsync(session => session.ExecuteAsync(
            $"DELETE FROM push_tokens WHERE {OfAccount} AND (token = @token OR background_token = @token)",
            ("address", address), ("token", StoredText.Sought(token))), cancellationToken);
    }

    /// <exception cref="ArgumentException">It cannot be kept.</exception>
    public static void Check(PushToken token)
    {
        StoredText.Name(token.AppId, nameof(token.AppId), StoredText.LongestHalfName);
        StoredText.Name(token.DeviceId, nameof(token.DeviceId), StoredText.LongestHalfName);
        StoredText.Plain(token.Platform, nameof(token.Platform));
        StoredText.Name(token.Token, nameof(token.Token), StoredText.LongestToken);
        if (token.BackgroundToken is { } background)
        {
            StoredText.Name(background, nameof(token.BackgroundToken), StoredText.LongestToken);
        }
    }

    private static PushToken Read(DbDataReader row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.TextOrNull(4), row.Number(5) != 0, row.BytesAsTextOrNull(6));
}
