namespace Sylk.EndToEnd.Tests.Infrastructure;

public static class MediaFlow
{
    /// <summary>Lets media flow: the one thing in these tests that is a duration and not an event.</summary>
    public static Task LastAsync(double seconds = 2) => Task.Delay(TimeSpan.FromSeconds(seconds));
}
