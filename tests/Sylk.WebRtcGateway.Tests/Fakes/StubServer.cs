using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>A web server of somebody else: it notes what it is asked and answers as the test says.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly Channel<StubRequest> _requests = Channel.CreateUnbounded<StubRequest>();

    private StubServer(WebApplication web) => _web = web;

    /// <summary>Answers requests; 200 without content if it is not set.</summary>
    public Func<StubRequest, StubResponse> Answer { get; set; } = _ => new(200);

    public string Url => _web.Urls.First();

    public static async Task<StubServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        var server = new StubServer(web);
        web.Run(server.HandleAsync);
        await web.StartAsync();
        return server;
    }

    public ValueTask<StubRequest> NextAsync() => Deadline.Read(_requests.Reader);

    /// <summary>Whether a request has come that nobody has asked for.</summary>
    public bool HasMore => _requests.Reader.TryPeek(out _);

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var target = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        var request = new StubRequest(http.Request.Method, target, await reader.ReadToEndAsync(), http.Request.ContentType, http.Request.Headers.UserAgent.ToString());
        var response = Answer(request);
        _requests.Writer.TryWrite(request);
        http.Response.StatusCode = response.Status;
        http.Response.ContentType = response.ContentType;
        if (response.Location is not null)
        {
            http.Response.Headers.Location = response.Location;
        }

        if (response.Body.Length > 0)
        {
            await http.Response.WriteAsync(response.Body);
        }
    }
}

internal sealed record StubRequest(string Method, string Target, string Body, string? ContentType, string UserAgent);

internal sealed record StubResponse(int Status, string Body = "", string? ContentType = "application/json", string? Location = null);
