namespace Sylk.Sip.Resolution;

/// <summary>The order in which SRV records are tried (RFC 2782).</summary>
internal static class SrvOrder
{
    /// <param name="records">The records of one name.</param>
    /// <param name="random">A number from 0 to its argument, both included.</param>
    public static IEnumerable<SrvRecord> Of(IEnumerable<SrvRecord> records, Func<int, int> random)
    {
        foreach (var priority in records.GroupBy(r => r.Priority).OrderBy(g => g.Key))
        {
            // Those of weight 0 first, so that they are chosen when the number is 0 only.
            var left = priority.OrderBy(r => r.Weight == 0 ? 0 : 1).ToList();
            while (left.Count > 0)
            {
                var number = random(left.Sum(r => r.Weight));
                var sum = 0;
                var chosen = left.First(r => (sum += r.Weight) >= number);
                left.Remove(chosen);
                yield return chosen;
            }
        }
    }
}
