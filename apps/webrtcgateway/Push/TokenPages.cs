using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Push;

/// <summary>The devices of accounts for operators, in the admin interface.</summary>
internal sealed class TokenPages(IPushTokenStore store)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tokens/{account}", (RequestDelegate)(http => AnswerAsync(http, ListAsync)));
        routes.MapDelete("/tokens/{account}/{**device_token}", (RequestDelegate)(http => AnswerAsync(http, RemoveAsync)));
    }

    private static async Task AnswerAsync(HttpContext http, Func<HttpContext, AccountAddress, Task> answer)
    {
        try
        {
            await answer(http, AddressText.ToAccount(AddressText.Normalize((string)http.Request.RouteValues["account"]!)));
        }
        catch (Exception e) when (e is RequestException or ArgumentException)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        catch (StoreException)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private async Task ListAsync(HttpContext http, AccountAddress account)
    {
        var devices = await store.ListAsync(account, http.RequestAborted);
        await WriteAsync(http, json =>
        {
            json.WriteStartObject("tokens");
            foreach (var device in devices)
            {
                json.WriteStartObject($"{device.AppId}-{device.DeviceId}");
                json.WriteString("device_id", device.DeviceId);
                json.WriteString("token", device.Token);
                json.WriteString("platform", device.Platform);
                json.WriteBoolean("silent", device.IsSilent);
                json.WriteString("app_id", device.AppId);
                json.WriteString("background_token", device.BackgroundToken);
                json.WriteOptional("user_agent", device.UserAgent);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
    }

    /// <summary>Forgets the devices that have a token.</summary>
    private async Task RemoveAsync(HttpContext http, AccountAddress account)
    {
        // Some tokens are URLs; the web server leaves %2F as it is.
        var token = (http.Request.RouteValues["device_token"] as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var removed = token.Length == 0 ? 0 : await store.RemoveTokenAsync(account, token, http.RequestAborted);
        http.Response.StatusCode = removed > 0 ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        await WriteAsync(http, json => json.WriteBoolean("success", removed > 0));
    }

    private static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    }
}
