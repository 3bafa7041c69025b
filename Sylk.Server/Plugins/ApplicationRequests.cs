using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sylk.Server.Plugins;

/// <summary>The web requests that are in the hands of one application.</summary>
internal sealed partial class ApplicationRequests(ILogger logger)
{
    private readonly HashSet<HttpContext> _running = [];
    private TaskCompletionSource? _empty;

    /// <summary>Runs a handler of the application; what it throws ends this request alone.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate handler)
    {
        if (!TryEnter(context))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            await handler(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone.
        }
        catch (Exception e)
        {
            LogHandlerFailed(e, context.Request.Method, context.Request.Path);
            if (context.Response.HasStarted)
            {
                context.Abort();
            }
            else
            {
                context.Response.Clear();
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }
        finally
        {
            Leave(context);
        }
    }

    /// <summary>Takes no more requests and aborts those that are still running.</summary>
    public Task CloseAsync()
    {
        HttpContext[] left;
        lock (_running)
        {
            _empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            left = [.. _running];
            if (left.Length == 0)
            {
                _empty.TrySetResult();
            }
        }

        foreach (var context in left)
        {
            context.Abort();
        }

        return _empty.Task;
    }

    private bool TryEnter(HttpContext context)
    {
        lock (_running)
        {
            return _empty is null && _running.Add(context);
        }
    }

    private void Leave(HttpContext context)
    {
        lock (_running)
        {
            _running.Remove(context);
            if (_running.Count == 0)
            {
                _empty?.TrySetResult();
            }
        }
    }

    [LoggerMessage(EventId = 120, Level = LogLevel.Error, Message = "{Method} {Path} failed in the application")]
    private partial void LogHandlerFailed(Exception exception, string method, PathString path);
}
