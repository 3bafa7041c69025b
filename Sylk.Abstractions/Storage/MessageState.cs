namespace Sylk.Abstractions.Storage;

/// <summary>What became of a message.</summary>
public enum MessageState
{
    /// <summary>Stored; not yet known to have gone anywhere.</summary>
    Pending,

    /// <summary>A server or device took it.</summary>
    Accepted,

    /// <summary>It could not be sent, or not be delivered.</summary>
    Failed,

    /// <summary>It reached a device.</summary>
    Delivered,

    /// <summary>The device could not show it (it cannot be decrypted, for instance).</summary>
    Error,

    /// <summary>The receiver may not, or does not want to, see it.</summary>
    Forbidden,

    /// <summary>It was shown.</summary>
    Displayed,

    /// <summary>It was sent by somebody else; what became of it is in his journal.</summary>
    Received,
}

/// <summary>The order of states.</summary>
public static class MessageStates
{
    /// <summary>Whether a state is news for a message in another: reports come late, twice, and from several devices, and none of
    /// them takes back what is known already. A message that failed may be tried again.</summary>
    public static bool CanFollow(MessageState current, MessageState next) => (current, next) switch
    {
        (MessageState.Displayed or MessageState.Received, _) or (_, MessageState.Received) => false,
        (MessageState.Failed, MessageState.Pending or MessageState.Accepted) => true,
        (MessageState.Error or MessageState.Forbidden, MessageState.Error or MessageState.Forbidden) => false,
        _ => next > current,
    };
}
