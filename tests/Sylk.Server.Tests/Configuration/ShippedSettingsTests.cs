using Sylk.Server.Hosting;
using Sylk.Server.Plugins;
using Sylk.Server.Tests.Plugins;
using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Configuration;

/// <summary>The files in <c>config/</c> and what becomes of mistakes in them.</summary>
public sealed class ShippedSettingsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-config").FullName;

    public ShippedSettingsTests()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "config"), "*.toml"))
        {
            File.Copy(file, Path.Combine(_directory, Path.GetFileName(file)));
        }
    }

    [Fact]
    public async Task They_are_valid() => Assert.Empty(await ProblemsAsync());

    [Fact]
    public async Task A_password_that_everybody_knows_is_refused_beyond_loopback()
    {
        Replace("sylk.toml", "listen = [\"127.0.0.1\"]", "listen = [\"0.0.0.0\"]");
        var problems = await ProblemsAsync();
        Assert.NotEmpty(problems);
        Assert.All(problems, p => Assert.Contains("registrar.toml", p, StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("demo", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("session_expires = 60", "session_expires")]
    [InlineData("min_session_expires = 60", "min_session_expires")]
    [InlineData("session_expires = 100\nmin_session_expires = 200", "session_expires")]
    public async Task A_session_interval_that_RFC_4028_does_not_allow_is_refused(string lines, string key)
    {
        Replace("sylk.toml", "udp_port = 5060", $"udp_port = 5060\n{lines}");
        Assert.Contains(key, Assert.Single(await ProblemsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mistakes_of_all_files_are_shown_with_their_places()
    {
        Replace("sylk.toml", "udp_port = 5060", "udp_prot = 5060");
        Replace("sylk.toml", "tls_port = 5061", "tls_port = 99999");
        Replace("echo.toml", "answer_delay = 0.2", "answer_delay = \"soon\"");
        var problems = await ProblemsAsync();
        Assert.Equal(3, problems.Count);
        Assert.Contains(problems, p => p.Contains("sylk.toml:", StringComparison.Ordinal) && p.Contains("udp_prot", StringComparison.Ordinal) && p.Contains("udp_port", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("tls_port", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("echo.toml:4:16:", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Replace(string file, string from, string to)
    {
        var path = Path.Combine(_directory, file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> ProblemsAsync()
    {
        await using var server = await TestServer.StartAsync();
        var configuration = ServerConfiguration.Read(_directory, new Dictionary<string, string>(), [TestPlugins.BuiltIn]);
        var applications = new ApplicationHost([.. configuration.Enabled.Select(m => new HostedApplication(m, server))]);
        applications.Load(configuration.Bind);
        configuration.ReportUnusedVariables();
        var problems = configuration.Problems.Select(p => p.ToString()).ToList();
        await applications.StopAsync(TimeSpan.FromSeconds(5));
        return problems;
    }
}
