namespace Sylk.Server.Hosting;

/// <summary>The options of the command.</summary>
internal sealed record CommandLine
{
    public const string DefaultConfigDirectory = "/etc/sylk";

    public const string Help = $"""
        Usage: sylk-server [OPTION]...
               sylk-server db ...      look into the store and change it; "db --help" tells more

          --config-dir DIR   read the settings files in DIR (default {DefaultConfigDirectory})
          --check-config     check all settings files, print the effective values, and exit
          --debug            log everything
          --version          print the version, and exit
          --help             print this text, and exit

        Signals: TERM and INT end every call and stop the server, HUP reads log.level and [trace] of sylk.toml again,
        USR1 switches debug logging on and off.
        """;

    public string ConfigDirectory { get; init; } = DefaultConfigDirectory;

    public bool CheckConfig { get; init; }

    public bool Debug { get; init; }

    public bool ShowVersion { get; init; }

    public bool ShowHelp { get; init; }

    /// <summary>File for the generated reference of all settings; used by those who change settings.</summary>
    public string? ReferenceFile { get; init; }

    /// <summary>Reads the options, or tells what is wrong with them.</summary>
    public static CommandLine? Parse(IReadOnlyList<string> arguments, out string? mistake)
    {
        mistake = null;
        var result = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (option, value) = arguments[i].Split('=', 2) is [var name, var text] ? (name, text) : (arguments[i], null);
            switch (option)
            {
                case "--config-dir" or "--write-reference":
                    value ??= ++i < arguments.Count ? arguments[i] : null;
                    if (string.IsNullOrEmpty(value))
                    {
                        mistake = $"option {option} needs a value";
                        return null;
                    }

                    result = option == "--config-dir" ? result with { ConfigDirectory = value } : result with { ReferenceFile = value };
                    continue;
                case "--check-config" when value is null:
                    result = result with { CheckConfig = true };
                    continue;
                case "--debug" when value is null:
                    result = result with { Debug = true };
                    continue;
                case "--version" when value is null:
                    result = result with { ShowVersion = true };
                    continue;
                case "--help" or "-h" when value is null:
                    result = result with { ShowHelp = true };
                    continue;
                default:
                    mistake = $"unknown option '{arguments[i]}'";
                    return null;
            }
        }

        return result;
    }
}
