namespace Sylk.EndToEnd.Tests.Sipp;

/// <summary>Parts of SIPp scenarios: a phone with PCMU and nothing else, not even digits.</summary>
internal static class Steps
{
    /// <summary>Calls echo and waits for its answer; <c>port</c> is then the port of its RTP.</summary>
    /// <param name="mediaPort">Where the caller wants RTP: a number, or a field of SIPp's.</param>
    public static string CallEcho(string mediaPort) => Invite(mediaPort, "[branch]") + """
        <recv response="100" optional="true"/>
        <recv response="180" optional="true"/>
        """ + Answered;

    public static string Invite(string mediaPort, string branch) => $"""
        <send retrans="500"><![CDATA[
        INVITE sip:echo@127.0.0.1:[remote_port] SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch={branch};rport
        From: <sip:sipp@127.0.0.1:[local_port]>;tag=[call_number]
        To: <sip:echo@127.0.0.1>
        Call-ID: [call_id]
        CSeq: 1 INVITE
        Contact: <sip:sipp@127.0.0.1:[local_port]>
        Max-Forwards: 70
        Content-Type: application/sdp
        Content-Length: [len]

        {Sdp(mediaPort)}
        ]]></send>
        """;

    /// <summary>Waits for the answer to the INVITE.</summary>
    public const string Answered = """
        <recv response="200" rrs="true">
        <action><ereg regexp="m=audio ([0-9]+) " search_in="body" check_it="true" assign_to="line,port"/></action>
        </recv>
        <Reference variables="line,port"/>
        """;

    /// <summary>Calls somebody without an offer and answers the one that comes with the 200.</summary>
    public static string CallWithoutOffer(string address) => $"""
        <send retrans="500"><![CDATA[
        INVITE sip:{address} SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=[branch];rport
        From: <sip:sipp@127.0.0.1:[local_port]>;tag=[call_number]
        To: <sip:{address}>
        Call-ID: [call_id]
        CSeq: 1 INVITE
        Contact: <sip:sipp@127.0.0.1:[local_port]>
        Max-Forwards: 70
        Content-Length: 0

        ]]></send>
        <recv response="100" optional="true"/>
        <recv response="180" optional="true"/>
        <recv response="200" rrs="true">
        <action><ereg regexp="m=audio [0-9]+ .* 0[^0-9]" search_in="body" check_it="true" assign_to="offer"/></action>
        </recv>
        <Reference variables="offer"/>
        <send><![CDATA[
        ACK [next_url] SIP/2.0
        [routes]
        Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=[branch];rport
        From: <sip:sipp@127.0.0.1:[local_port]>;tag=[call_number]
        [last_To:]
        Call-ID: [call_id]
        CSeq: 1 ACK
        Max-Forwards: 70
        Content-Type: application/sdp
        Content-Length: [len]

        {Sdp("[media_port]")}
        ]]></send>
        """;

    public const string Acknowledge = """
        <send><![CDATA[
        ACK [next_url] SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=[branch];rport
        From: <sip:sipp@127.0.0.1:[local_port]>;tag=[call_number]
        [last_To:]
        Call-ID: [call_id]
        CSeq: 1 ACK
        Max-Forwards: 70
        Content-Length: 0

        ]]></send>
        """;

    public const string HangUp = """
        <send retrans="500"><![CDATA[
        BYE [next_url] SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=[branch];rport
        From: <sip:sipp@127.0.0.1:[local_port]>;tag=[call_number]
        [last_To:]
        Call-ID: [call_id]
        CSeq: 2 BYE
        Max-Forwards: 70
        Content-Length: 0

        ]]></send>
        <recv response="200"/>
        """;

    /// <summary>Takes a call; what is needed later of the INVITE is kept.</summary>
    public const string Ring = """
        <recv request="INVITE">
        <action>
        <ereg regexp=".*" search_in="hdr" header="Via:" assign_to="via"/>
        <ereg regexp=".*" search_in="hdr" header="From:" assign_to="caller"/>
        <ereg regexp=".*" search_in="hdr" header="To:" assign_to="callee"/>
        <ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="cseq"/>
        <ereg regexp="sip:[^>]*" search_in="hdr" header="Contact:" assign_to="target"/>
        </action>
        </recv>
        <Reference variables="target"/>
        """;

    /// <summary>Answers the INVITE with SDP; RTP is then echoed if SIPp was told so.</summary>
    public static string Answer(string status, string wait = "") => $"""
        <send{wait}><![CDATA[
        SIP/2.0 {status}
        Via:[$via]
        From:[$caller]
        To:[$callee];tag=sipp
        Call-ID: [call_id]
        CSeq:[$cseq]
        Contact: <sip:sipp@127.0.0.1:[local_port]>
        Content-Type: application/sdp
        Content-Length: [len]

        {Sdp("[media_port]")}
        ]]></send>
        """;

    /// <summary>Says 200 to the request that came last.</summary>
    public const string Accept = """
        <send><![CDATA[
        SIP/2.0 200 OK
        [last_Via:]
        [last_From:]
        [last_To:]
        [last_Call-ID:]
        [last_CSeq:]
        Content-Length: 0

        ]]></send>
        """;

    /// <summary>Accepts the call and waits for the ACK.</summary>
    public static string Accepted => Answer("200 OK", " retrans=\"500\"") + "<recv request=\"ACK\"/>";

    /// <summary>Waits for the other side to hang up.</summary>
    public const string WaitForEnd = $"""
        <recv request="BYE"/>
        {Accept}
        """;

    /// <summary>Takes a message within the call.</summary>
    public const string AcceptMessage = $"""
        <recv request="MESSAGE"/>
        {Accept}
        """;

    /// <summary>Writes within a call that was made.</summary>
    public static string Write(string address, string text) => $"""
        <send retrans="500"><![CDATA[
        MESSAGE [next_url] SIP/2.0
        [routes]
        Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=[branch];rport
        From: <sip:sipp@127.0.0.1:[local_port]>;tag=[call_number]
        To: <sip:{address}>[peer_tag_param]
        Call-ID: [call_id]
        CSeq: 2 MESSAGE
        Max-Forwards: 70
        Content-Type: text/plain
        Content-Length: [len]

        {text}
        ]]></send>
        <recv response="200"/>
        """;

    /// <summary>An INFO with this digit.</summary>
    public static string Digit(char digit) => $"""
        <recv request="INFO">
        <action><ereg regexp="Signal={digit}" search_in="body" check_it="true" assign_to="digit"/></action>
        </recv>
        <Reference variables="digit"/>
        {Accept}
        """;

    /// <summary>Offers nothing within the call, and answers what is offered.</summary>
    public static string ReinviteWithoutOffer => $"""
        <send retrans="500"><![CDATA[
        INVITE [$target] SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=[branch];rport
        From:[$callee];tag=sipp
        To:[$caller]
        Call-ID: [call_id]
        CSeq: 1 INVITE
        Contact: <sip:sipp@127.0.0.1:[local_port]>
        Max-Forwards: 70
        Content-Length: 0

        ]]></send>
        <recv response="100" optional="true"/>
        <recv response="200">
        <action><ereg regexp="m=audio [0-9]+ .* 0[^0-9]" search_in="body" check_it="true" assign_to="offer"/></action>
        </recv>
        <Reference variables="offer"/>
        <send><![CDATA[
        ACK [$target] SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=[branch];rport
        From:[$callee];tag=sipp
        To:[$caller]
        Call-ID: [call_id]
        CSeq: 1 ACK
        Max-Forwards: 70
        Content-Type: application/sdp
        Content-Length: [len]

        {Sdp("[media_port]")}
        ]]></send>
        """;

    /// <summary>Writes a line for <see cref="Peers.SippScenario.Log"/>.</summary>
    public static string Log(string text) => $"<nop><action><log message=\"{text}\"/></action></nop>";

    private static string Sdp(string port) => $"""
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio {port} RTP/AVP 0
        a=rtpmap:0 PCMU/8000
        """;
}
