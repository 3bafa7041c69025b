namespace Sylk.Registrar.Registration;

/// <summary>Why a REGISTER changes nothing: the status to answer with.</summary>
internal sealed record RegisterFailure(int StatusCode, string? ReasonPhrase = null, string? Header = null, string? HeaderValue = null);
