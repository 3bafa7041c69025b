using Sylk.Abstractions.Media;

namespace Sylk.Media.Sessions;

/// <summary>Media as lent to one application. Disposing it ends the sessions that are left.</summary>
public interface IMediaAgent : IMediaService, IAsyncDisposable;
