using System.Text;
using Sylk.Abstractions;
using Sylk.Abstractions.Sip;

namespace Sylk.Echo;

/// <summary>Sends plain text back to its sender, quoted.</summary>
internal sealed class MessageEcho(IApplicationContext context)
{
    /// <summary>Marks what came from here, so that two echoes do not talk for ever.</summary>
    private const string Mark = "X-Sylk-To-Sip";

    public async Task AnswerAsync(ISipServerTransaction message, CancellationToken cancellationToken)
    {
        var request = message.Request;
        if (request.From is not { } sender || request.To is not { } receiver || request.ContentType is null || request.Body.IsEmpty)
        {
            message.Respond(400);
            return;
        }

        message.Respond(200);
        if (request.ContentType != "text/plain" || request.Headers[Mark] is not null)
        {
            return;
        }

        var quoted = string.Join('\n', request.BodyText.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => "> " + line));
        await context.Sip.SendAsync(
            new()
            {
                Method = "MESSAGE",
                Target = sender.Uri,
                From = new(receiver.DisplayName, receiver.Uri, SipParameters.Empty),
                Headers = [new(Mark, "yes")],
                ContentType = "text/plain;charset=utf-8",
                Body = Encoding.UTF8.GetBytes(quoted),
            },
            cancellationToken);
    }
}
