using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sylk.Abstractions;
using Sylk.Abstractions.Configuration;

namespace Sylk.Hello;

[SylkApplication(Settings = typeof(HelloSettings))]
public sealed class HelloApplication(IApplicationContext context, HelloSettings settings) : ISylkApplication
{
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        context.Routes.MapGet("/hello", (RequestDelegate)(http => http.Response.WriteAsync(settings.Greeting)));
        context.Sip.OnCall(async (call, ended) => call.Reject(486));
        return ValueTask.CompletedTask;
    }
}

public sealed class HelloSettings
{
    [Setting("What the page says.")]
    public string Greeting { get; set; } = "Hello.";
}
