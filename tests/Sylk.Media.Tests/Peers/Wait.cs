namespace Sylk.Media.Tests.Peers;

internal static class Wait
{
    /// <summary>Far longer than anything awaited takes, also on a busy machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
}
