using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sylk.Abstractions;
using Sylk.Abstractions.Sip;
using Sylk.Probe.Part;

namespace Sylk.Probe;

/// <summary>An application for tests of the host: it has pages, answers calls and messages, and fails on demand.</summary>
[SylkApplication(Settings = typeof(ProbeSettings))]
public sealed class ProbeApplication : ISylkApplication
{
    private readonly IApplicationContext _context;
    private readonly ProbeSettings _settings;

    public ProbeApplication(IApplicationContext context, ProbeSettings settings)
    {
        _context = context;
        _settings = settings;
        if (settings.Throws == "constructor")
        {
            throw new InvalidOperationException("no constructor today");
        }
    }

    /// <inheritdoc />
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_settings.Throws == "start")
        {
            throw new InvalidOperationException("no start today");
        }

        AddPage("page", http => http.Response.WriteAsync("a page of the probe"));
        AddPage("broken", _ => throw new InvalidOperationException("broken"));
        AddPage("library", http => http.Response.WriteAsync($"{Library.Version} {Library.Use()}"));
        AddPage("host", http => http.Response.WriteAsync(Type.GetType("Npgsql.NpgsqlConnection, Npgsql")?.AssemblyQualifiedName ?? "nothing"));
        AddPage("unfit", async http =>
        {
            await http.Response.WriteAsync("unfit now");

            // What is under way then is cut off.
            await http.Response.CompleteAsync();
            _context.Fault("asked to");
        });
        if (_settings.AdminPage.Length > 0)
        {
            _context.AdminRoutes.MapGet(_settings.AdminPage, http => http.Response.WriteAsync($"{_context.Id} for operators"));
        }

        _context.Sip.OnCall(OnCallAsync);
        _context.Sip.OnRequest("MESSAGE", OnMessageAsync);
        return ValueTask.CompletedTask;
    }

    private void AddPage(string name, RequestDelegate page) => _context.Routes.MapGet($"/{_context.Id}/{name}", page);

    /// <summary>Answers what it was offered, and talks until the caller hangs up.</summary>
    private async Task OnCallAsync(IIncomingCall call, CancellationToken ended)
    {
        if (call.Invite.RequestUri.User == "broken")
        {
            throw new InvalidOperationException("broken");
        }

        await call.AnswerAsync(call.Offer ?? "v=0", [new("X-Application", _context.Id)]);
        await call.Ended.WaitAsync(ended);
    }

    /// <summary>Tells which application this is.</summary>
    private Task OnMessageAsync(ISipServerTransaction message, CancellationToken cancellationToken)
    {
        if (message.Request.RequestUri.User == "broken")
        {
            throw new InvalidOperationException("broken");
        }

        var response = message.Request.CreateResponse(200);
        response.Headers.Add("X-Application", _context.Id);
        message.Respond(response);
        return Task.CompletedTask;
    }
}
