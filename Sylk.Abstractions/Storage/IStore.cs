namespace Sylk.Abstractions.Storage;

/// <summary>What the server keeps about accounts beyond the life of a process, in the words of the domain. One store serves all
/// applications; it is SQLite or PostgreSQL, with the same meaning.</summary>
/// <remarks>
/// Members may be called from any thread. A change that has completed is durable: it is there after the process was killed.
/// A change that failed has not happened, unless the exception says otherwise; all can be repeated without harm.
/// Names (addresses, ids, tokens) are not empty, have at most 512 characters (tokens of a push service 4096; ids of applications
/// and devices 256), no control character and no half of a surrogate pair; what has another is refused with
/// <see cref="ArgumentException"/> before anything happens, and when it is asked for it is not there. All other texts may be any.
/// Times are kept to the microsecond.
/// Every operation throws <see cref="StoreException"/> when the store cannot be reached within <c>store.timeout</c>, and
/// <see cref="OperationCanceledException"/>; then the change may or may not have happened.
/// </remarks>
public interface IStore
{
    /// <summary>Which accounts are known.</summary>
    IAccountStore Accounts { get; }

    /// <summary>Messages.</summary>
    IJournalStore Journals { get; }

    /// <summary>Public keys.</summary>
    IPublicKeyStore PublicKeys { get; }

    /// <summary>Tokens for the HTTP interface.</summary>
    IApiTokenStore ApiTokens { get; }

    /// <summary>Devices that can be woken.</summary>
    IPushTokenStore PushTokens { get; }

    /// <summary>Address books.</summary>
    IAddressBookStore AddressBooks { get; }

    /// <summary>What is known about transferred files; their bytes are in the file system.</summary>
    IFileStore Files { get; }

    /// <summary>Messages for phones that are not registered.</summary>
    ISpoolStore Spool { get; }
}
