using System.Globalization;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Dialogs;

namespace Sylk.Sip.UserAgents;

/// <summary>Acknowledges the reliable provisional responses to one INVITE (RFC 3262 section 4).</summary>
internal sealed class ProvisionalAcknowledgement(Call call)
{
    private readonly Dictionary<DialogId, uint> _last = [];

    /// <returns>False if the response is to be ignored: it came before, or one before it is missing.</returns>
    public bool TryTake(Dialog dialog, SipResponse response)
    {
        if (!response.HasOption("Require", UserAgentLayer.Reliable)
            || !uint.TryParse(response.Headers["RSeq"], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return true;
        }

        if (_last.TryGetValue(dialog.Id, out var last) && sequence != last + 1)
        {
            return false;
        }

        _last[dialog.Id] = sequence;
        var prack = call.Requests.Create(dialog, "PRACK");
        prack.Headers.Add("RAck", $"{sequence} {response.CSeq}");
        call.Requests.Send(dialog, prack, static _ => { });
        return true;
    }
}
