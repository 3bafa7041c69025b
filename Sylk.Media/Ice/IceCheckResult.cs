namespace Sylk.Media.Ice;

/// <summary>What a connectivity check did.</summary>
internal enum IceCheckResult
{
    /// <summary>Not for us, or not worth an answer.</summary>
    Ignored,

    /// <summary>An error response is ready; nothing has changed.</summary>
    Refused,

    /// <summary>A success response is ready; the pair is valid.</summary>
    Verified,

    /// <summary>As <see cref="Verified"/>, and the pair is now the selected one.</summary>
    Selected,
}
