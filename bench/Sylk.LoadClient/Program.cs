using System.Text.Json;
using Sylk.LoadClient;
using Sylk.LoadClient.Scenarios;

// One run of one scenario against a server that is already running; prints one line of JSON. bench/run pairs the runs.
var options = new Options(args);
object result = options.Scenario switch
{
    "relay" => await RelayScenario.RunAsync(options),
    "setup" => await SetupScenario.RunAsync(options),
    "idle-calls" => await IdleCallsScenario.RunAsync(options),
    "sockets" => await SocketsScenario.RunAsync(options),
    _ => throw new ArgumentException("scenarios: relay, setup, idle-calls, sockets"),
};
Console.WriteLine(JsonSerializer.Serialize(result));
