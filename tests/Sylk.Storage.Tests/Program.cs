using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Storage;
using Sylk.Storage.Tests.Support;

// Adds entries to the journal of alice for ever, several at a time, and prints the id of each that is done.
await using var store = await Store.OpenAsync(new() { File = args[0] }, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
var line = new Lock();
await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
{
    for (var i = 0; ; i++)
    {
        await store.Journals.AppendAsync(Drafts.Alice, Drafts.Incoming($"{writer}-{i}", content: new string('x', i % 5000)));
        lock (line)
        {
            output.WriteLine($"{writer}-{i}");
        }
    }
})));
