namespace Sylk.WebRtcGateway.Files;

/// <summary>Tells people of files.</summary>
internal interface IFileMessages
{
    /// <summary>Tells both parties of a file that can be fetched, in the name of its sender. Telling it again changes nothing.</summary>
    /// <exception cref="Sylk.Abstractions.Storage.StoreException">It could not be told; it may be tried again.</exception>
    Task SendAsync(FileTransfer transfer, CancellationToken cancellationToken);
}
