using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.Server.Configuration;
using Sylk.Server.Diagnostics;
using Sylk.Server.Plugins;

namespace Sylk.Server.Hosting;

/// <summary>The command from its options to its exit code: 0 all is well, 1 the server could not run, 2 wrong options.</summary>
internal static partial class ServerCommand
{
    // Not among the signals that .NET names.
    private const PosixSignal SigUsr1 = (PosixSignal)10;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (arguments is ["db", ..])
        {
            return await DatabaseCommand.RunAsync([.. arguments.Skip(1)]);
        }

        if (CommandLine.Parse(arguments, out var mistake) is not { } options)
        {
            await Console.Error.WriteLineAsync($"sylk-server: {mistake}; --help lists the options");
            return 2;
        }

        if (options.ShowHelp || options.ShowVersion)
        {
            Console.WriteLine(options.ShowHelp ? CommandLine.Help : Product.Token);
            return 0;
        }

        var time = TimeProvider.System;
        var configuration = ServerConfiguration.Read(options.ConfigDirectory, Environment.GetEnvironmentVariables(), [PluginCatalog.BuiltInDirectory]);
        var levels = new LogLevelSwitch(configuration.Settings.Log.Level, options.Debug);
        using var loggers = ServerLog.Create(configuration.Settings.Log.Format, levels, time);
        await using var server = new SylkServer(configuration.Settings, loggers, time);
        var applications = new ApplicationHost([.. configuration.Enabled.Select(m => new HostedApplication(m, server))]);
        applications.Load(configuration.Bind);
        configuration.ReportUnusedVariables();
        if (configuration.HasProblems)
        {
            foreach (var problem in configuration.Problems)
            {
                await Console.Error.WriteLineAsync(problem.ToString());
            }

            return 1;
        }

        if (options.CheckConfig)
        {
            PrintEffective(configuration, applications);
            return 0;
        }

        if (options.ReferenceFile is { } file)
        {
            var pages = applications.All.Where(a => a.Settings is not null).Select(a => ($"{a.Id}.toml", a.Settings!.GetType()));
            await File.WriteAllTextAsync(file, SettingsReference.Write([("sylk.toml", typeof(ServerSettings)), .. pages], static t => Activator.CreateInstance(t)!));
            return 0;
        }

        var logger = loggers.CreateLogger(typeof(ServerCommand));
        return await RunAsync(server, applications, levels, () => Reload(options.ConfigDirectory, server, levels, logger), logger);
    }

    private static async Task<int> RunAsync(SylkServer server, ApplicationHost applications, LogLevelSwitch levels, Action reload, ILogger logger)
    {
        using var stop = new CancellationTokenSource();
        void OnStopSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }

        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnStopSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnStopSignal);
        using var toggleDebug = PosixSignalRegistration.Create(SigUsr1, context =>
        {
            context.Cancel = true;
            levels.Toggle();
            LogDebugSwitched(logger, levels.IsDebug ? "on" : "off");
        });
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            reload();
        });
        using var manager = new ServiceManager(Environment.GetEnvironmentVariable, TimeProvider.System);
        var exitCode = 0;
        try
        {
            await server.StartAsync(applications, stop.Token);
            manager.Ready(server.PulseAsync);
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = stop.Token.Register(() => stopped.TrySetResult());
            await stopped.Task;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped before it had started.
        }
        catch (Exception e) when (e is IOException or SocketException or CryptographicException or UnauthorizedAccessException or StoreException)
        {
            LogNotStarted(logger, e.Message);
            exitCode = 1;
        }

        manager.Stopping();
        await server.StopAsync();
        return exitCode;
    }

    /// <summary>Takes over the settings that may change while the server runs. With a mistake in them nothing changes.</summary>
    private static void Reload(string directory, SylkServer server, LogLevelSwitch levels, ILogger logger)
    {
        var configuration = ServerConfiguration.Read(directory, Environment.GetEnvironmentVariables(), [PluginCatalog.BuiltInDirectory]);
        foreach (var problem in configuration.Problems)
        {
            LogNotReloaded(logger, problem.ToString());
        }

        if (!configuration.HasProblems)
        {
            var (log, trace) = (configuration.Settings.Log, configuration.Settings.Trace);
            levels.Configure(log.Level);
            server.Apply(trace);
            LogReloaded(logger, log.Level, trace.Sip ? "on" : "off", trace.Dns ? "on" : "off");
        }
    }

    private static void PrintEffective(ServerConfiguration configuration, ApplicationHost applications)
    {
        Console.WriteLine($"# sylk.toml\n\n{SettingsPrinter.Print(configuration.Settings).TrimStart()}");
        foreach (var application in applications.All)
        {
            Console.WriteLine(application.Settings is { } settings
                ? $"# {application.Id}.toml\n\n{SettingsPrinter.Print(settings).TrimStart()}"
                : $"# {application.Id}: {application.Status.Reason ?? "no settings"}\n");
        }
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "Debug logging is {State}")]
    private static partial void LogDebugSwitched(ILogger logger, string state);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "Settings were read again: log level {Level}, SIP trace {Sip}, DNS trace {Dns}")]
    private static partial void LogReloaded(ILogger logger, LogThreshold level, string sip, string dns);

    [LoggerMessage(EventId = 13, Level = LogLevel.Error, Message = "Settings were not read again: {Problem}")]
    private static partial void LogNotReloaded(ILogger logger, string problem);

    [LoggerMessage(EventId = 11, Level = LogLevel.Critical, Message = "The server cannot start: {Reason}")]
    private static partial void LogNotStarted(ILogger logger, string reason);
}
