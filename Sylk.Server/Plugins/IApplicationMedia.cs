using Sylk.Abstractions.Media;

namespace Sylk.Server.Plugins;

/// <summary>Media as lent to one application. Disposing it ends the sessions that are left.</summary>
internal interface IApplicationMedia : IMediaService, IAsyncDisposable;
