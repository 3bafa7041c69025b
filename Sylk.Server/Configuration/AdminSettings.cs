using System.Net;
using System.Text;
using Sylk.Abstractions.Configuration;

namespace Sylk.Server.Configuration;

/// <summary><c>[admin]</c></summary>
internal sealed class AdminSettings : IValidatedSettings
{
    private const int MinToken = 16;
    private const int MaxToken = 1024;

    [Setting("Address and port of the admin interface, in which applications have pages for operators; port 0 takes a free one. It is opened only if `token_file` is set.")]
    public string Listen { get; init; } = "127.0.0.1:20888";

    [Setting("File with the secret that requests to the admin interface must bring in the header `Authorization`, as it is or after the word `Bearer`: one line of 16 to 1024 characters. Without the key the interface is not opened.", IsPath = true)]
    public string? TokenFile { get; init; }

    public IPEndPoint EndPoint => IPEndPoint.Parse(Listen);

    /// <summary>Reads the secret.</summary>
    /// <returns><c>null</c> if there is no file of it, or no secret in it.</returns>
    public string? ReadToken()
    {
        if (TokenFile is null)
        {
            return null;
        }

        try
        {
            using var file = File.OpenRead(TokenFile);
            var bytes = new byte[MaxToken + 2];
            var token = Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).Trim();
            return token.Length is >= MinToken and <= MaxToken && token.All(c => c is >= ' ' and <= '~') ? token : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Validate(ISettingsProblems problems)
    {
        if (!IPEndPoint.TryParse(Listen, out var endPoint) || endPoint.ToString() != Listen)
        {
            problems.Add("listen", "expected an address and port such as 127.0.0.1:20888 or [::1]:20888");
        }

        if (TokenFile is not null && ReadToken() is null)
        {
            problems.Add("token_file", File.Exists(TokenFile)
                ? $"expected one line of {MinToken} to {MaxToken} printable characters in {TokenFile}"
                : $"the file {TokenFile} does not exist");
        }
    }
}
