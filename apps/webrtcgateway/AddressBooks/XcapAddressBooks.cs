using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Http;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.AddressBooks;

/// <summary>Address books of another server, asked over HTTP. It knows contacts only.</summary>
internal sealed class XcapAddressBooks : IAddressBooks, IDisposable
{
    /// <summary>Written to a browser a character may take three times the place.</summary>
    private const int MaxResponse = 4 * 1024 * 1024;
    private const int MaxDetail = 200;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly string _base;
    private readonly ILogger _logger;
    private readonly HttpClient _http;

    /// <param name="url">What all URLs begin with.</param>
    /// <param name="logger">The log.</param>
    public XcapAddressBooks(string url, ILogger logger)
    {
        _base = url.TrimEnd('/');
        _logger = logger;
        _http = RemoteService.Connect(Timeout, MaxResponse, maxConnections: 32);
    }

    /// <summary>A book that cannot be read is an empty one: libraries keep what they have then.</summary>
    public async Task<IReadOnlyList<AddressBookItem>> ReadAsync(AccountAddress account)
    {
        try
        {
            return await FetchAsync(account);
        }
        catch (AddressBookException e)
        {
            _logger.LogAddressBookUnavailable(account, e.Message);
            return [];
        }
    }

    public async Task<AddressBookItem> ChangeAsync(AccountAddress account, AccountUpdateAddressBookRequest change)
    {
        var method = change.Action switch
        {
            AddressBookAction.Add => HttpMethod.Post,
            AddressBookAction.Update => HttpMethod.Put,
            _ => HttpMethod.Delete,
        };
        if (change.Kind != AddressBookItemKind.Contact)
        {
            throw new AddressBookException($"No route defined for method {method} and model {AddressBookJson.WordOf(change.Kind)}");
        }

        var item = change.Json is { } json
            ? new(change.Kind, change.Id, json)
            : (await FetchAsync(account)).FirstOrDefault(i => i.Id == change.Id) ?? throw new AddressBookException($"Unknown contact: {change.Id}");
        var path = change.Action == AddressBookAction.Add ? "/contacts" : $"/contacts/{Escape(change.Id)}";
        var body = await AskAsync(method, account, path, item.Json);
        return body.Length == 0 ? item : Read(body, data => AddressBookJson.Read(change.Kind, data));
    }

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<AddressBookItem>> FetchAsync(AccountAddress account) =>
        Read(await AskAsync(HttpMethod.Get, account, "", null), data =>
        {
            var book = new Members(data, "AddressBook");
            return (IReadOnlyList<AddressBookItem>)
            [
                .. book.Elements("contacts").Select(c => AddressBookJson.Read(AddressBookItemKind.Contact, c)),
                .. book.Elements("groups").Select(g => AddressBookJson.Read(AddressBookItemKind.Group, g)),
                .. book.Elements("policies").Select(p => AddressBookJson.Read(AddressBookItemKind.Policy, p)),
            ];
        });

    /// <summary>Sends a request.</summary>
    /// <returns>The body of an answer that says yes.</returns>
    private async Task<string> AskAsync(HttpMethod method, AccountAddress account, string path, string? json)
    {
        var url = new Uri($"{_base}/api/v1/users/{Escape(account.ToString())}/addressbook{path}");
        try
        {
            using var request = new HttpRequestMessage(method, url);
            request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
            using var response = await _http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode ? body : throw new AddressBookException($"Non-200 response: {(int)response.StatusCode}, {DetailOf(body)}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            throw new AddressBookException("The address book is not available", e);
        }
    }

    private static T Read<T>(string body, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or RequestException)
        {
            throw new AddressBookException("The address book's answer cannot be read", e);
        }
    }

    /// <summary>What an answer says of its reason: the member <c>detail</c>, a text or a list of faults, or all of it.</summary>
    private static string DetailOf(string body)
    {
        var detail = body;
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("detail", out var value))
            {
                detail = value.ValueKind == JsonValueKind.Array ? string.Join(", ", value.EnumerateArray().Select(MessageOf)) : value.ToString();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Then it is a text for people.
        }

        return detail.Length > MaxDetail ? detail[..MaxDetail] : detail;
    }

    private static string MessageOf(JsonElement fault) =>
        fault.ValueKind == JsonValueKind.Object && fault.TryGetProperty("msg", out var message) ? message.ToString() : fault.ToString();

    /// <summary>Makes one segment of a path of a text, whatever is in it.</summary>
    private static string Escape(string text) =>
        text is "." or ".." ? throw new AddressBookException($"Invalid value for 'id' property: '{text}'") : Uri.EscapeDataString(text);
}
