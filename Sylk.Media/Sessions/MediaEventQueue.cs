using System.Threading.Channels;
using Sylk.Abstractions.Media;

namespace Sylk.Media.Sessions;

/// <summary>The events of a session on their way from the media loop to the owner. The loop never waits: when the owner
/// does not read, what a peer can cause without end (digits, key-frame requests) is dropped first, and there is always
/// room for the few that tell the state of the transports.</summary>
internal sealed class MediaEventQueue
{
    private const int Capacity = 128;

    private const int Reserve = 32;

    private readonly Channel<MediaEvent> _channel = Channel.CreateBounded<MediaEvent>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public ChannelReader<MediaEvent> Reader => _channel.Reader;

    public void Add(MediaEvent mediaEvent)
    {
        if (mediaEvent is MediaEstablished or MediaFailed || _channel.Reader.Count < Capacity - Reserve)
        {
            _channel.Writer.TryWrite(mediaEvent);
        }
    }

    public void Complete() => _channel.Writer.TryComplete();
}
