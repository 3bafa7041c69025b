namespace Sylk.Server.Configuration.Binding;

/// <summary>Finds the word that was meant.</summary>
internal static class Spelling
{
    /// <summary><c>, did you mean 'x'?</c> or nothing.</summary>
    public static string Suggest(string word, IEnumerable<string> known)
    {
        var best = known.Select(k => (Word: k, Distance: Distance(word, k))).OrderBy(k => k.Distance).FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, word.Length / 3) ? $", did you mean '{best.Word}'?" : "";
    }

    /// <summary>Number of insertions, deletions, replacements and swaps of neighbours between two words.</summary>
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                var replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
