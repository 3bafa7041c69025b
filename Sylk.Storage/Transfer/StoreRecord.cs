using System.Text.Json.Serialization;

namespace Sylk.Storage.Transfer;

/// <summary>One thing of a store, as a line of an export. What belongs to an account comes after the account.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AccountRecord), "account")]
[JsonDerivedType(typeof(EntryRecord), "entry")]
[JsonDerivedType(typeof(RemovedEntryRecord), "removed_entry")]
[JsonDerivedType(typeof(PublicKeyRecord), "public_key")]
[JsonDerivedType(typeof(ApiTokenRecord), "api_token")]
[JsonDerivedType(typeof(PushTokenRecord), "push_token")]
[JsonDerivedType(typeof(AddressBookItemRecord), "address_book_item")]
[JsonDerivedType(typeof(SpooledMessageRecord), "spooled_message")]
[JsonDerivedType(typeof(StoredFileRecord), "file")]
internal abstract record StoreRecord(string Account);

/// <param name="Account">Its address.</param>
/// <param name="RetiredEntries">How many entries its journal had before the first that is left.</param>
/// <param name="RetiredUntil">When the last of these was stored, if none is left.</param>
/// <param name="KnownSince">When it was first heard of, if it was.</param>
/// <param name="LastLogin">When somebody last logged in.</param>
internal sealed record AccountRecord(
    string Account, long RetiredEntries = 0, DateTimeOffset? RetiredUntil = null, DateTimeOffset? KnownSince = null, DateTimeOffset? LastLogin = null)
    : StoreRecord(Account);

internal sealed record EntryRecord(
    string Account,
    DateTimeOffset Stored,
    string MessageId,
    string Contact,
    string Timestamp,
    string ContentType,
    string Content,
    string? Direction = null,
    IReadOnlyList<string>? Dispositions = null,
    string? State = null) : StoreRecord(Account);

/// <summary>The place and the id of an entry that was removed.</summary>
internal sealed record RemovedEntryRecord(string Account, DateTimeOffset Stored, string MessageId) : StoreRecord(Account);

internal sealed record PublicKeyRecord(string Account, string Key, DateTimeOffset Changed) : StoreRecord(Account);

/// <param name="Account">Whose data it opens.</param>
/// <param name="Hash">SHA-256 of the token.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">Until when it is valid.</param>
internal sealed record ApiTokenRecord(string Account, byte[] Hash, DateTimeOffset Created, DateTimeOffset Expires) : StoreRecord(Account);

internal sealed record PushTokenRecord(
    string Account, string AppId, string DeviceId, string Platform, string Token, string? BackgroundToken = null, bool IsSilent = false, string? UserAgent = null)
    : StoreRecord(Account);

internal sealed record AddressBookItemRecord(string Account, string ItemKind, string Id, string Json) : StoreRecord(Account);

internal sealed record SpooledMessageRecord(string Account, string From, string ContentType, byte[] Body, DateTimeOffset Received) : StoreRecord(Account);

/// <summary>A transferred file; its account is the sender's.</summary>
internal sealed record StoredFileRecord(
    string Account,
    string TransferId,
    string Receiver,
    string FileName,
    string ContentType,
    long Size,
    string Hash,
    DateTimeOffset Created,
    DateTimeOffset Expires) : StoreRecord(Account);

/// <summary>Records as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoreRecord))]
internal sealed partial class StoreRecordJson : JsonSerializerContext;
