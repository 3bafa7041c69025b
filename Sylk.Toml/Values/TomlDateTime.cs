namespace Sylk.Toml;

/// <summary>One of the four kinds of dates and times (RFC 3339). Digits below 100 ns are cut off, as TOML allows.</summary>
public sealed class TomlDateTime : TomlValue
{
    internal TomlDateTime(TomlPosition position, TomlDateTimeKind kind, DateTime value, TimeSpan? offset) : base(position)
    {
        Kind = kind;
        Value = value;
        Offset = offset;
    }

    /// <summary>Which of the parts were written.</summary>
    public TomlDateTimeKind Kind { get; }

    /// <summary>Date and time as written; the date of a local time is the first day of year 1, the time of a local date midnight.</summary>
    public DateTime Value { get; }

    /// <summary>Distance from UTC of an <see cref="TomlDateTimeKind.OffsetDateTime"/>, else <c>null</c>.</summary>
    public TimeSpan? Offset { get; }

    /// <inheritdoc />
    public override string KindName => "a date or time";
}

/// <summary>Kinds of dates and times.</summary>
public enum TomlDateTimeKind
{
    /// <summary>A moment: date, time and offset.</summary>
    OffsetDateTime,

    /// <summary>Date and time somewhere.</summary>
    LocalDateTime,

    /// <summary>A day.</summary>
    LocalDate,

    /// <summary>A time of day.</summary>
    LocalTime,
}
