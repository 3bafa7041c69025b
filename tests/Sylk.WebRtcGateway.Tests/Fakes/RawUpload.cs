using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>An upload byte by byte, with a path that no library has cleaned.</summary>
internal sealed class RawUpload : IDisposable
{
    private readonly TcpClient _socket = new();

    /// <summary>Sends the header.</summary>
    public static async Task<RawUpload> StartAsync(Uri server, CookieContainer cookies, string path, long length)
    {
        var upload = new RawUpload();
        await upload._socket.ConnectAsync(server.Host, server.Port);
        var cookie = cookies.GetCookieHeader(new(server, "/webrtcgateway/"));
        await upload.SendAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nCookie: {cookie}\r\nContent-Length: {length}\r\n\r\n"));
        return upload;
    }

    /// <summary>Uploads a file.</summary>
    /// <returns>The status of the answer.</returns>
    public static async Task<int> StatusAsync(Uri server, CookieContainer cookies, string path, byte[] content)
    {
        using var upload = await StartAsync(server, cookies, path, content.Length);
        await upload.SendAsync(content);
        using var reader = new StreamReader(upload._socket.GetStream());
        var line = await reader.ReadLineAsync().WaitAsync(Deadline.Time);
        return int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task SendAsync(byte[] bytes) => await _socket.GetStream().WriteAsync(bytes);

    /// <summary>Waits until so many bytes are in the directory of the files under way.</summary>
    public static async Task ArrivedAsync(string dataDirectory, int bytes)
    {
        var incoming = new DirectoryInfo(Path.Combine(dataDirectory, "files", "incoming"));
        using var timeout = new CancellationTokenSource(Deadline.Time);
        while (!incoming.GetFiles().Any(f => f.Length == bytes))
        {
            timeout.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Whether the server hangs up instead of answering.</summary>
    public async Task<bool> IsCutAsync()
    {
        try
        {
            return await _socket.GetStream().ReadAsync(new byte[100]).AsTask().WaitAsync(Deadline.Time) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _socket.Dispose();
}
