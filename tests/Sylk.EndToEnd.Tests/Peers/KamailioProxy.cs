using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>Kamailio as registrar and forking proxy of the domain <c>sip.test</c>: digest for REGISTER and for calls of its
/// own users, password = user name + <c>-pw</c>. Requests to <c>echo@</c> go to the given application server.</summary>
public sealed class KamailioProxy : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly ChildProcess _process;

    private KamailioProxy(TemporaryDirectory directory, ChildProcess process, int port)
    {
        _directory = directory;
        _process = process;
        Port = port;
    }

    /// <summary>UDP and TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <param name="port">UDP and TCP port on 127.0.0.1.</param>
    /// <param name="applicationServer">URI of the application server, e.g. <c>sip:127.0.0.1:5060</c>.</param>
    public static async Task<KamailioProxy> StartAsync(int port, string applicationServer)
    {
        var directory = new TemporaryDirectory();
        var file = directory.Write("kamailio.cfg", Configuration(port, directory.Path, applicationServer));
        var process = ChildProcess.Start("kamailio", ["-f", file, "-DD", "-E", "-m", "64", "-M", "8", "-Y", directory.Path, "-P", directory.Path + "/pid"], directory.Path);
        var proxy = new KamailioProxy(directory, process, port);
        await process.WaitForLineAsync("proxy ready");
        return proxy;
    }

    private static string Configuration(int port, string directory, string applicationServer) => $$"""
        #!KAMAILIO
        debug=2
        log_stderror=yes
        children=2
        tcp_children=2
        auto_aliases=no
        alias="sip.test"
        listen=udp:127.0.0.1:{{port}}
        listen=tcp:127.0.0.1:{{port}}
        mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/:/usr/lib/kamailio/modules/:/usr/lib/aarch64-linux-gnu/kamailio/modules/"
        loadmodule "kex.so"
        loadmodule "tm.so"
        loadmodule "tmx.so"
        loadmodule "sl.so"
        loadmodule "rr.so"
        loadmodule "pv.so"
        loadmodule "maxfwd.so"
        loadmodule "usrloc.so"
        loadmodule "registrar.so"
        loadmodule "textops.so"
        loadmodule "siputils.so"
        loadmodule "xlog.so"
        loadmodule "auth.so"
        loadmodule "path.so"
        loadmodule "ctl.so"
        modparam("ctl", "binrpc", "unix:{{directory}}/ctl")
        modparam("usrloc", "db_mode", 0)
        modparam("registrar", "method_filtering", 0)
        modparam("tm", "fr_timer", 3000)
        modparam("tm", "fr_inv_timer", 15000)
        modparam("rr", "append_fromtag", 1)

        request_route {
            if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
            if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
            if (has_totag()) {
                if (loose_route()) { t_relay(); exit; }
                if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
                sl_send_reply("404", "Not here"); exit;
            }
            t_check_trans();
            if (is_method("REGISTER")) {
                $avp(password) = $tU + "-pw";
                if (!pv_www_authenticate("$td", "$avp(password)", "0")) { www_challenge("$td", "0"); exit; }
                consume_credentials();
                save("location");
                exit;
            }
            if ($fd == "sip.test") {
                $avp(password) = $fU + "-pw";
                if (is_method("INVITE|MESSAGE|SUBSCRIBE") && !pv_proxy_authenticate("$fd", "$avp(password)", "0")) { proxy_challenge("$fd", "0"); exit; }
                consume_credentials();
            }
            record_route();
            if ($rU == "echo") { $du = "{{applicationServer}}"; t_relay(); exit; }
            if ($rU == "busy") { sl_send_reply("486", "Busy Here"); exit; }
            if ($rU == "decline") { sl_send_reply("603", "Decline"); exit; }
            if ($rU == "gone") { sl_send_reply("480", "Temporarily Unavailable"); exit; }
            if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
            t_relay();
        }

        event_route[core:worker-one-init] { xlog("L_ERR", "proxy ready\n"); }
        """;

    public async ValueTask DisposeAsync()
    {
        _process.Signal(15);
        await _process.WaitForExitAsync(TimeSpan.FromSeconds(10));
        await _process.DisposeAsync();
        _directory.Dispose();
    }
}
