using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Protocol.Version2;

namespace Sylk.WebRtcGateway.History;

/// <summary>The journal of an account over HTTP, for devices that have a token of it.</summary>
internal sealed class HistoryPages(IStore store)
{
    public const string Pattern = "/webrtcgateway/messages/history/{account}/{msg_id?}";

    private const int MaxEntries = 5000;
    private const int FlushAfter = 32 * 1024;
    private const string Scheme = "Apikey";

    /// <summary>Answers a preflight (Fetch standard, section 4.8): it brings no token, and learns nothing.</summary>
    public static Task PreflightAsync(HttpContext http)
    {
        Share(http.Response);
        return http.Response.WriteAsync("OK");
    }

    public async Task GetAsync(HttpContext http)
    {
        Share(http.Response);
        try
        {
            if (await AuthorizeAsync(http.Request) is { } account)
            {
                await WriteAsync(http, account);
            }
            else
            {
                await RefuseAsync(http.Response);
            }
        }
        catch (StoreException) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "10";
        }
    }

    /// <returns>The account whose token the request brings, or <c>null</c>.</returns>
    private async ValueTask<AccountAddress?> AuthorizeAsync(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } header]
            || header.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [Scheme, var token]
            || request.RouteValues["account"] is not string address)
        {
            return null;
        }

        try
        {
            var account = AddressText.ToAccount(AddressText.Normalize(address));
            return await store.ApiTokens.IsValidAsync(account, token, request.HttpContext.RequestAborted) ? account : null;
        }
        catch (Exception e) when (e is RequestException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Writes entry after entry as the device takes them.</summary>
    private async Task WriteAsync(HttpContext http, AccountAddress account)
    {
        var query = new JournalQuery(http.Request.RouteValues["msg_id"] as string, Limit: MaxEntries);
        var entries = store.Journals.ReadAsync(account, query, http.RequestAborted).GetAsyncEnumerator(http.RequestAborted);
        await using (entries)
        {
            // The first one tells whether the store is there.
            var hasEntry = await entries.MoveNextAsync();
            http.Response.ContentType = "application/json";
            await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
            json.WriteStartObject();
            json.WriteString("account", account.ToString());
            json.WriteStartArray("messages");
            while (hasEntry)
            {
                JournalWriter.WriteEntry(json, entries.Current);
                if (json.BytesPending > FlushAfter)
                {
                    await json.FlushAsync(http.RequestAborted);
                    await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
                }

                hasEntry = await entries.MoveNextAsync();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static void Share(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlAllowHeaders = "authorization, content-type";
        response.Headers.AccessControlAllowMethods = "GET, OPTIONS";
    }

    private static Task RefuseAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.WWWAuthenticate = Scheme;
        return response.WriteAsync("Unauthorized");
    }
}
