using System.Net.Sockets;
using System.Text;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Connections;

/// <summary>What the requests of recordings 01, 01b and 60 are answered.</summary>
public sealed class HandshakeTests
{
    private const string Good = "Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|Sec-WebSocket-Version: 13|Sec-WebSocket-Protocol: sylkRTC-2";

    [Theory]
    [InlineData("", "")]
    [InlineData("Sec-WebSocket-Protocol: sylkRTC-2", "Sec-WebSocket-Protocol: sylkRTC-1, sylkRTC-2")]
    [InlineData("Sec-WebSocket-Protocol: sylkRTC-2", "Sec-WebSocket-Protocol: sylkRTC-2|Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 13|Origin: null")]
    public async Task A_handshake_succeeds(string part, string replacement)
    {
        await using var host = await GatewayHost.StartAsync();
        var lines = (await AskAsync(host, "GET /webrtcgateway/ws", Change(part, replacement))).Split("\r\n");
        Assert.Equal("HTTP/1.1 101 Switching Protocols", lines[0]);
        Assert.Contains("Sec-WebSocket-Protocol: sylkRTC-2", lines);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", lines);
        Assert.DoesNotContain(lines, l => l.StartsWith("Sec-WebSocket-Extensions", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("GET", "|Sec-WebSocket-Protocol: sylkRTC-2", "", "406 No compatible protocol specified")]
    [InlineData("GET", "sylkRTC-2", "SYLKRTC-2", "406 No compatible protocol specified")]
    [InlineData("GET", "|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", "400 HTTP Sec-WebSocket-Key header missing")]
    [InlineData("GET", "dGhlIHNhbXBsZSBub25jZQ==", "short", "400 bad Sec-WebSocket-Key (length must be 24 ASCII chars) \"short\"")]
    [InlineData("GET", "Version: 13", "Version: 12", "400 WebSocket version 12 not supported (supported versions: 13)")]
    [InlineData("GET", "|Sec-WebSocket-Version: 13", "", "400 HTTP Sec-WebSocket-Version header missing")]
    [InlineData("GET", "Upgrade: websocket", "Upgrade: foo", "400 HTTP Upgrade headers do not include \"websocket\" value (case-insensitive): \"foo\"")]
    [InlineData("GET", "Upgrade: websocket|", "Origin: http://a.test|", "426 This is a WebSocket address")]
    [InlineData("POST", "Upgrade: websocket", "Content-Length: 0|Upgrade: websocket", "405 HTTP method \"POST\" not allowed")]
    [InlineData("GET", "Version: 13", "Version: 13|Origin: not a url", "400 HTTP Origin header invalid: No host part in Origin 'not a url'")]
    [InlineData("GET", "Version: 13", "Version: 13|Origin: http://allowed.test", "400 WebSocket connection denied: origin 'http://allowed.test' not allowed", "http://allowed.test")]
    [InlineData("GET", "Version: 13", "Version: 13|Origin: http://other.test", "400 WebSocket connection denied: origin 'http://other.test' not allowed", "http://allowed.test:80")]
    [InlineData("GET", "Version: 13", "Version: 13|Origin: null", "400 WebSocket connection denied: origin 'null' not allowed", "http://allowed.test:80")]
    public async Task A_refused_handshake_tells_why_and_the_connection_closes(string method, string part, string replacement, string status, string origins = "*")
    {
        await using var host = await GatewayHost.StartAsync(s => s.Origins = [origins]);
        var response = await AskAsync(host, $"{method} /webrtcgateway/ws", Change(part, replacement));
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 0\r\n", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://allowed.test", "http://allowed.test:80")]
    [InlineData("https://a.wild.test", "*://*.wild.test:*")]
    public async Task Origins_are_compared_with_their_port(string origin, string pattern)
    {
        await using var host = await GatewayHost.StartAsync(s => s.Origins = [pattern]);
        Assert.StartsWith("HTTP/1.1 101 ", await AskAsync(host, "GET /webrtcgateway/ws", Change("Version: 13", $"Version: 13|Origin: {origin}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_path_is_exact_and_a_query_does_not_matter()
    {
        await using var host = await GatewayHost.StartAsync();
        Assert.StartsWith("HTTP/1.1 404 ", await AskAsync(host, "GET /webrtcgateway/ws/", Good), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 101 ", await AskAsync(host, "GET /webrtcgateway/ws?x=1", Good), StringComparison.Ordinal);
    }

    private static string Change(string part, string replacement) => part.Length == 0 ? Good : Good.Replace(part, replacement, StringComparison.Ordinal);

    /// <summary>Sends a request and takes the answer: the header of a 101, everything until the end of the connection otherwise.</summary>
    private static async Task<string> AskAsync(GatewayHost host, string request, string headers)
    {
        using var timeout = new CancellationTokenSource(Deadline.Time);
        using var client = new TcpClient();
        await client.ConnectAsync(host.Address.Host, host.Address.Port, timeout.Token);
        var stream = client.GetStream();
        var text = $"{request} HTTP/1.1\r\nHost: localhost\r\n{headers.Replace("|", "\r\n", StringComparison.Ordinal)}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), timeout.Token);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (!(answer.ToString().StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal) && answer.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            && await stream.ReadAsync(buffer, timeout.Token) is > 0 and var count)
        {
            answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return answer.ToString();
    }
}
