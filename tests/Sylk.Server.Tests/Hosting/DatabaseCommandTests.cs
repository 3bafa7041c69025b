using Sylk.Server.Hosting;

namespace Sylk.Server.Tests.Hosting;

/// <summary>What <c>sylk-db</c> takes from the settings of the server; what it does is tested with the store.</summary>
public sealed class DatabaseCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-db").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task It_works_on_the_store_of_the_settings()
    {
        await WriteAsync("[server]\ndata_dir = \"data\"");
        Assert.Equal(1, await RunAsync("show"));
        var lines = Path.Combine(_directory, "lines");
        await File.WriteAllTextAsync(lines, """{"kind":"account","account":"alice@sylk.test","known_since":"2026-01-02T03:04:05Z"}""");
        Assert.Equal(0, await RunAsync("import", lines));
        Assert.True(File.Exists(Path.Combine(_directory, "data", "sylk.db")));
        Assert.Equal(0, await RunAsync("show", "alice@sylk.test"));
        Assert.Equal(1, await RunAsync("show", "bob@sylk.test"));
    }

    [Fact]
    public async Task A_mistake_in_the_settings_is_told_and_nothing_is_done()
    {
        await WriteAsync("[server]\ndata_dir = \"data\"\ncolour = \"blue\"");
        Assert.Equal(1, await RunAsync("import", _directory));
        Assert.False(Directory.Exists(Path.Combine(_directory, "data")));
    }

    [Fact]
    public async Task Wrong_usage_has_an_exit_code_of_its_own()
    {
        await WriteAsync("");
        Assert.Equal(2, await RunAsync("shew"));
        Assert.Equal(2, await ServerCommand.RunAsync(["db", "show", "--config-dir"]));
        Assert.Equal(0, await ServerCommand.RunAsync(["db", "--help"]));
    }

    private Task WriteAsync(string settings) => File.WriteAllTextAsync(Path.Combine(_directory, "sylk.toml"), settings);

    private Task<int> RunAsync(params string[] arguments) => ServerCommand.RunAsync(["db", $"--config-dir={_directory}", .. arguments]);
}
