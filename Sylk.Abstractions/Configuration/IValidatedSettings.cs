namespace Sylk.Abstractions.Configuration;

/// <summary>Checks of a settings class that concern more than one key, or the form of a text. Called after binding, before
/// anything is started; the mistakes of all files are shown together and the server does not start.</summary>
public interface IValidatedSettings
{
    /// <summary>Reports every mistake found.</summary>
    void Validate(ISettingsProblems problems);
}

/// <summary>Collects mistakes with their place in the file.</summary>
public interface ISettingsProblems
{
    /// <summary>Whether other machines can reach the server by SIP or web as it is configured. What is fit for trying out
    /// alone, such as a password that everybody knows, is a mistake then.</summary>
    bool ListensBeyondLoopback { get; }

    /// <summary>Reports a mistake.</summary>
    /// <param name="key">Dotted path of the key below the settings class, array positions in brackets from 0: <c>account[2].uri</c>.</param>
    /// <param name="message">What is wrong and what was expected.</param>
    void Add(string key, string message);
}
