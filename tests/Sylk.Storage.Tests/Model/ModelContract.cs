using Sylk.Abstractions.Storage;
using Sylk.Storage.Tests.Contract;
using Sylk.Storage.Tests.Support;
using Xunit.Abstractions;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Model;

/// <summary>Random operations have the same results as in the model.</summary>
public abstract class ModelContract(Func<Task<IStorePlace>> place, ITestOutputHelper output) : StoreContract(place)
{
    private static readonly AccountAddress[] Accounts = [Alice, Bob, Carol];
    private static readonly string[] Types = ["text/plain", "text/html", "application/sylk-conversation-read"];
    private readonly Dictionary<AccountAddress, JournalModel> _models = Accounts.ToDictionary(a => a, a => new JournalModel(a));
    private Random _random = new(0);
    private DateTimeOffset _lastTime;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(0)]
    public async Task Random_operations_have_the_results_of_the_model(int seed)
    {
        // 0: another one each time.
        seed = seed == 0 ? Random.Shared.Next() : seed;
        output.WriteLine($"seed {seed}");
        _random = new(seed);
        var log = new List<string>();
        try
        {
            for (var step = 0; step < 600; step++)
            {
                await StepAsync(log);
            }

            foreach (var account in Accounts)
            {
                Assert.Equal(_models[account].Read(new()), await ReadAsync(account));
            }
        }
        catch (Exception)
        {
            output.WriteLine(string.Join('\n', log));
            throw;
        }
    }

    private async Task StepAsync(List<string> log)
    {
        Clock.Now += TimeSpan.FromMicroseconds(_random.Next(-50, 100));
        _lastTime = Clock.Now;
        var account = Pick(Accounts);
        var model = _models[account];
        var id = Id();
        var draft = Draft();
        var operation = _random.Next(100);
        log.Add($"{operation} {account} {id} {draft.MessageId} {Clock.Now:O}");
        switch (operation)
        {
            case < 35:
                Assert.Equal(model.Append(draft, _lastTime), await Journals.AppendAsync(account, draft));
                break;
            case < 50:
                var state = Pick(Enum.GetValues<MessageState>());
                var report = _random.Next(3) == 0 ? null : draft;
                Assert.Equal(model.Report(id, state, report, _lastTime), await Journals.ReportAsync(account, id, state, report));
                break;
            case < 58:
                var contact = Pick(Accounts);
                var mark = draft with { ContentType = Types[2], Contact = contact };
                Assert.Equal(model.MarkRead(contact, mark, _lastTime), await Journals.MarkReadAsync(account, contact, mark));
                break;
            case < 66:
                var notice = _random.Next(3) == 0 ? null : draft;
                JournalEntry? told = null;
                var expected = model.Remove(id, notice, _lastTime);
                Assert.Equal(expected, await Journals.RemoveAsync(account, id, was => { told = was; return notice; }));
                Assert.Equal(expected, told);
                break;
            case < 69:
                var other = Pick(Accounts);
                Assert.Equal(model.RemoveConversation(other, draft, _lastTime), await Journals.RemoveConversationAsync(account, other, draft));
                break;
            case < 79:
                Assert.Equal(model.Find(id), await Journals.FindAsync(account, id));
                break;
            case < 89:
                var query = new JournalQuery(
                    _random.Next(2) == 0 ? id : null,
                    _random.Next(2) == 0 ? Clock.Now.AddMicroseconds(_random.Next(-2000, 10)) : null,
                    _random.Next(2) == 0 ? _random.Next(20) : null);
                Assert.Equal(model.Read(query), await ReadAsync(account, query));
                break;
            case < 94:
                var limit = _random.Next(10);
                Assert.Equal(model.Pending(limit), await Journals.PendingAsync(account, limit));
                break;
            case < 99:
                string[] types = [.. Types.Where(_ => _random.Next(2) == 0)];
                Assert.Equal(model.CountUnread(types), await Journals.CountUnreadAsync(account, types));
                break;
            default:
                await RestartAsync();
                break;
        }
    }

    private string Id() => $"m{_random.Next(150)}";

    private JournalDraft Draft() => new()
    {
        MessageId = Id(),
        Contact = Pick(Accounts),
        Timestamp = "2026-03-04T05:06:07Z",
        Direction = Pick(Enum.GetValues<MessageDirection>()),
        ContentType = Pick(Types),
        Content = Pick(["", "hello", "a\0b", "👍"]),
        Dispositions = Pick<MessageDispositions?>([null, MessageDispositions.None, MessageDispositions.Display, MessageDispositions.PositiveDelivery, Both]),
        State = Pick<MessageState?>([null, MessageState.Pending, MessageState.Accepted, MessageState.Received, MessageState.Failed]),
    };

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];
}

public sealed class SqliteModelTests(ITestOutputHelper output) : ModelContract(() => Task.FromResult<IStorePlace>(new SqlitePlace()), output);

[Collection(PostgresTests.Name)]
public sealed class PostgresModelTests(PostgresFixture fixture, ITestOutputHelper output) : ModelContract(() => PostgresPlace.CreateAsync(fixture), output);
