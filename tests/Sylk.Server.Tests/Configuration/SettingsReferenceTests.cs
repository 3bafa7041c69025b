using System.Diagnostics;
using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Configuration;

public sealed class SettingsReferenceTests
{
    [Fact]
    public async Task The_page_of_all_keys_is_that_of_the_settings_classes()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var server = Path.Combine(own.Parent!.Parent!.FullName, "Sylk.Server", own.Name, "Sylk.Server.dll");
        var written = Path.GetTempFileName();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [server, "--config-dir", Repository.PathOf("config"), "--write-reference", written])
        {
            RedirectStandardError = true,
        })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
        Assert.Equal(await File.ReadAllTextAsync(Repository.PathOf("docs", "configuration.md")), await File.ReadAllTextAsync(written));
        File.Delete(written);
    }
}
