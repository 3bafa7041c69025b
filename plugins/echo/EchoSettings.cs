using Sylk.Abstractions.Configuration;

namespace Sylk.Echo;

/// <summary>The file <c>echo.toml</c>.</summary>
public sealed class EchoSettings
{
    /// <summary>Ringing.</summary>
    [Setting("How long a call rings before it is answered.", Min = 0, Max = 60, Unit = "s")]
    public TimeSpan AnswerDelay { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Talking.</summary>
    [Setting("A call is ended after this time.", Min = 1, Max = 86400, Unit = "s")]
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromSeconds(600);
}
