namespace Sylk.EndToEnd.Tests.Infrastructure;

public static class Media
{
    /// <summary>Lets media flow: the one thing in these tests that is a duration and not an event.</summary>
    public static Task FlowAsync(double seconds = 2) => Task.Delay(TimeSpan.FromSeconds(seconds));
}
