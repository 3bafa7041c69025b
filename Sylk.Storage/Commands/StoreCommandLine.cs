using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Commands;

/// <summary>What a command is to do.</summary>
internal sealed record StoreCommandLine
{
    public const string Help = """
        Usage: sylk-db [OPTION]... COMMAND

          show [ACCOUNT]                      tell what is in the store, or what it has of an account
          remove messages ACCOUNT [CONTACT]   remove the messages of an account, or those exchanged with a contact
          remove api_token ACCOUNT            remove all API tokens of an account
          remove push_token ACCOUNT [DEVICE]  forget the devices of an account, or one of them
          remove public_key ACCOUNT           remove the public key of an account
          remove all ACCOUNT                  remove everything of an account, and the account
          export [ACCOUNT]                    write everything, or what belongs to an account, as lines of JSON
          import FILE|DIR                     add what an export wrote (- is standard input), or the files of SylkServer;
                                              what is there already stays as it is

          --config-dir DIR   read the settings of the server in DIR
          --json             show: write JSON
          --yes              do not ask before removing
          --help             print this text, and exit

        The server may run meanwhile. Exit code: 0 done, 1 failed, 2 wrong usage.
        """;

    private static readonly string[] Removable = ["messages", "api_token", "push_token", "public_key", "all"];

    public string Verb { get; private init; } = "";

    /// <summary>What is to be removed.</summary>
    public string What { get; private init; } = "";

    public AccountAddress? Account { get; private init; }

    /// <summary>A contact or device, if only that is meant.</summary>
    public string? Only { get; private init; }

    public string Path { get; private init; } = "";

    public bool Json { get; private init; }

    public bool Yes { get; private init; }

    /// <summary>Reads the arguments, or tells what is wrong with them.</summary>
    public static StoreCommandLine? Parse(IReadOnlyList<string> arguments, out string? mistake)
    {
        mistake = null;
        var options = arguments.Where(a => a.StartsWith("--", StringComparison.Ordinal)).ToList();
        var line = new StoreCommandLine { Json = options.Contains("--json"), Yes = options.Contains("--yes") };
        if (options.Contains("--help"))
        {
            return line with { Verb = "help" };
        }

        if (options.FirstOrDefault(o => o is not ("--json" or "--yes")) is { } unknown)
        {
            mistake = $"unknown option '{unknown}'";
            return null;
        }

        List<string> words = [.. arguments.Where(a => !a.StartsWith("--", StringComparison.Ordinal))];
        var result = words switch
        {
            ["show" or "export"] => line with { Verb = words[0] },
            ["show" or "export", var account] => line with { Verb = words[0], Account = Address(account) },
            ["import", var path] => line with { Verb = "import", Path = path },
            ["remove", "messages", var account, var contact] when Address(contact) is not null =>
                line with { Verb = "remove", What = "messages", Account = Address(account), Only = contact },
            ["remove", "push_token", var account, var device] => line with { Verb = "remove", What = "push_token", Account = Address(account), Only = device },
            ["remove", var what, var account] when Removable.Contains(what) => line with { Verb = "remove", What = what, Account = Address(account) },
            _ => null,
        };
        if (result is null || result.Account is null && words.Count > 1 && result.Verb != "import")
        {
            mistake = result is null ? "wrong usage" : "an account is written user@host";
            return null;
        }

        return result;
    }

    private static AccountAddress? Address(string text) =>
        text.IndexOf('@') > 0 && text[^1] != '@' && !text.Any(char.IsControl) ? AccountAddress.Of(text.StartsWith("sip:", StringComparison.Ordinal) ? text[4..] : text) : null;
}
