namespace Sylk.Registrar.Registration;

/// <summary>The bindings of one account. Readers take an immutable snapshot; writers hold a lock for the time of one
/// calculation, so that the REGISTER requests of one account happen one after the other (RFC 3261 section 10.3: each as a whole).</summary>
internal sealed class BindingSet
{
    private readonly Lock _lock = new();
    private volatile Binding[] _current = [];

    /// <summary>The bindings now; some may have expired since the last update.</summary>
    public IReadOnlyList<Binding> Current => _current;

    /// <summary>Replaces the bindings by what the function makes of them; the same list leaves them as they are.</summary>
    public void Update(Func<IReadOnlyList<Binding>, IReadOnlyList<Binding>> change)
    {
        lock (_lock)
        {
            var before = _current;
            var after = change(before);
            if (!ReferenceEquals(before, after))
            {
                _current = [.. after];
            }
        }
    }

    /// <summary>Takes bindings out.</summary>
    /// <returns>Those that were there.</returns>
    public IReadOnlyList<Binding> Remove(Predicate<Binding> match)
    {
        if (!Array.Exists(_current, match))
        {
            return [];
        }

        lock (_lock)
        {
            var removed = Array.FindAll(_current, match);
            _current = Array.FindAll(_current, b => !match(b));
            return removed;
        }
    }
}
