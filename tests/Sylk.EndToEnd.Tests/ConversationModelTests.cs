using Microsoft.Playwright;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests;

/// <summary>The page's modules for messages, by themselves, in the browser that runs them.</summary>
public sealed class ConversationModelTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    /// <summary>What a conversation looks like in the end, whatever store holds it.</summary>
    private const string Tools = """
        const { Conversations } = await import('./phone/conversations.js');
        const { MemoryStore } = await import('./phone/memory-store.js');
        const { MessageStore } = await import('./phone/message-store.js');
        const { stateOf, textOf } = await import('./phone/message-record.js');
        const message = (id, more = {}) => ({ kind: 'message', isJournaled: false, ...more, message: {
          id, contact: 'bob@x', direction: 'incoming', at: 1000 + id.charCodeAt(0), timestamp: '1970-01-01T00:00:01Z',
          type: 'text/plain', content: `text ${id}`, state: 'received', wants: ['positive-delivery', 'display'], ...more.message } });
        const sent = (id, more = {}) => message(id, { ...more, message: { direction: 'outgoing', state: 'pending', wants: [], ...more.message } });
        const state = (id, state, code = 200) => ({ kind: 'state', id, state, code, reason: '' });
        const permutations = list => list.length < 2 ? [list] : list.flatMap((first, i) => permutations(list.filter((_, j) => j !== i)).map(rest => [first, ...rest]));
        const outcome = async conversations => {
          await conversations.show('bob@x');
          return JSON.stringify({
            messages: conversations.open.messages.map(record => [textOf(record), stateOf(record), record.isSeen]),
            unread: conversations.unread,
            last: conversations.get('bob@x')?.last?.text,
          });
        };
        const run = async (steps, store = new MemoryStore()) => {
          const conversations = new Conversations(store);
          for (const step of steps) {
            await (typeof step === 'function' ? step(conversations) : conversations.apply([step]));
          }
          return outcome(conversations);
        };
        const check = (actual, expected) => { if (actual !== expected) { throw new Error(`${actual} instead of ${expected}`); } };

        """;

    [Fact]
    public Task A_conversation_looks_the_same_in_whatever_order_its_facts_are_learned() => RunAsync("""
        const facts = [
          sent('a'), state('a', 'accepted'), state('a', 'displayed'), state('a', 'delivered'),
          message('b'), sent('a', { isJournaled: true, message: { state: 'accepted' } }),
        ];
        const expected = JSON.stringify({ messages: [['text a', 'displayed', true], ['text b', 'received', false]], unread: 1, last: 'text b' });
        for (const order of permutations(facts)) {
          check(await run([...order, ...order]), expected);
        }
        """);

    [Fact]
    public Task The_pieces_of_a_long_text_are_one_message_in_whatever_order_they_come() => RunAsync("""
        const { piecesOf } = await import('./client/long-text.js');
        const text = 'Grüße 😀 '.repeat(1200);
        const pieces = piecesOf(text).map((content, i) => message(i ? `m-${i}` : 'm', { message: { content, at: 5 } }));
        check(pieces.length > 3, true);
        for (const order of permutations(pieces)) {
          const conversations = new Conversations(new MemoryStore());
          await conversations.apply([...order, order[0]]);
          await conversations.show('bob@x');
          check(conversations.open.messages.length, 1);
          check(textOf(conversations.open.messages[0]), text);
          check(conversations.unread, 1);
          await conversations.apply([{ kind: 'removed', id: 'm-1' }, ...order]);
          check(conversations.unread, 0);
        }
        """);

    [Fact]
    public Task Texts_are_cut_as_other_clients_cut_them() => RunAsync("""
        const { pieceIn, piecesOf } = await import('./client/long-text.js');
        check(piecesOf('x'.repeat(4096)).length, 1);
        const pieces = piecesOf('word '.repeat(1000)).map(pieceIn);
        check(pieces.map(piece => piece.text).join(''), 'word '.repeat(1000));
        check(pieces.every(piece => piece.text.endsWith(' ') && new TextEncoder().encode(piece.text).length <= 3936), true);
        check(JSON.stringify(pieceIn('\u2060\u2061\u200c\u200b\u200c\u200d\u200c\u200d\u200c\u200c\u2061\u2060body')), JSON.stringify({ group: 5, index: 1, total: 3, text: 'body' }));
        for (const broken of ['', 'text', '\u2060\u2061', '\u2060\u2061\u200c\u200d\u200c\u2061\u2060', '\u2060\u2061\u200c\u200d\u200c\u200c\u200d\u200c\u2061\u2060', '\u2060\u2061\u200c\u200dx\u200d\u200c\u2061\u2060']) {
          check(pieceIn(broken), null);
        }
        """);

    [Fact]
    public Task A_mark_in_the_journal_is_older_than_what_arrives_while_the_journal_is_read() => RunAsync("""
        const journaled = id => message(id, { isJournaled: true });
        const read = { kind: 'read', contact: 'bob@x', isJournaled: true };
        check(await run([c => c.beginSynchronization(), message('c'), journaled('a'), journaled('b'), read, journaled('c'), c => c.endSynchronization()]),
          JSON.stringify({ messages: [['text a', 'received', true], ['text b', 'received', true], ['text c', 'received', false]], unread: 1, last: 'text c' }));
        check(await run([c => c.beginSynchronization(), message('c'), journaled('a'), { ...read, kind: 'conversation-removed' }, journaled('c'), c => c.endSynchronization()]),
          JSON.stringify({ messages: [['text c', 'received', false]], unread: 1, last: 'text c' }));
        check(await run([message('a'), { ...read, isJournaled: false }, message('b')]),
          JSON.stringify({ messages: [['text a', 'received', true], ['text b', 'received', false]], unread: 1, last: 'text b' }));
        """);

    [Fact]
    public Task A_removed_message_does_not_come_back_and_the_one_before_it_is_the_last() => RunAsync("""
        check(await run([message('a'), message('b'), { kind: 'removed', id: 'b' }, message('b', { isJournaled: true })]),
          JSON.stringify({ messages: [['text a', 'received', false]], unread: 1, last: 'text a' }));
        """);

    [Fact]
    public Task What_failed_may_be_sent_after_all_and_what_was_read_stays_read() => RunAsync("""
        check(await run([sent('a'), state('a', 'failed', 408), state('a', 'accepted')]), JSON.stringify({ messages: [['text a', 'accepted', true]], unread: 0, last: 'text a' }));
        check(await run([sent('a'), state('a', 'displayed'), state('a', 'failed', 408)]), JSON.stringify({ messages: [['text a', 'displayed', true]], unread: 0, last: 'text a' }));
        check(await run([message('a', { message: { type: 'application/x-unknown' } }), message('b', { message: { type: 'text/pgp-public-key' } })]), JSON.stringify({ messages: [], unread: 0 }));
        """);

    [Fact]
    public Task The_browsers_store_gives_back_what_it_was_given_page_by_page() => RunAsync("""
        const account = `test-${crypto.getRandomValues(new Uint32Array(1))}@x`;
        const store = await MessageStore.open(account);
        check(store instanceof MessageStore, true);
        const facts = Array.from({ length: 150 }, (_, i) => message(`m${i}`, { message: { at: i } }));
        const first = new Conversations(store);
        await first.apply(facts, 'cursor');
        await first.compose([{ ...sent('own').message, at: 1000 }]);
        await first.see('bob@x');
        await first.apply([message('new', { message: { at: 2000, contact: 'carol@x' } })]);
        store.close();

        const again = await MessageStore.open(account);
        const second = new Conversations(again);
        await second.load();
        check(second.lastId, 'cursor');
        check(second.unread, 1);
        check(second.list.map(c => c.contact).join(), 'carol@x,bob@x');
        check(second.get('bob@x').owesRead, true);
        await second.show('bob@x');
        check(second.open.messages.length, 60);
        check(second.open.messages.at(-1).id, 'own');
        await second.showOlder();
        await second.showOlder();
        check(second.open.messages.length, 151);
        check(second.open.hasOlder, false);
        check(second.open.messages.map(record => record.at).join(), [...Array(150).keys(), 1000].join());
        second.forgetOlder();
        check(second.open.messages.length, 60);
        check((await again.unsent()).map(record => record.id).join(), 'own');
        check((await again.owing()).length, 151);
        again.close();
        indexedDB.deleteDatabase(`sylk.phone.${account}`);
        """);

    [Fact]
    public Task Signs_of_typing_are_read_as_others_write_them() => RunAsync("""
        const { composingDocument, readComposing } = await import('./client/composing.js');
        check(JSON.stringify(readComposing(composingDocument(true, 60))), '{"isActive":true,"seconds":60}');
        check(readComposing(composingDocument(false)).isActive, false);
        check(JSON.stringify(readComposing('<?xml version="1.0"?><c:isComposing xmlns:c="urn:ietf:params:xml:ns:im-iscomposing">\n<c:state> active </c:state><c:refresh>9999</c:refresh></c:isComposing>')), '{"isActive":true,"seconds":120}');
        check(readComposing('<isComposing><state>dancing</state></isComposing>').isActive, false);
        """);

    [Fact]
    public Task Only_addresses_of_the_web_become_links_and_only_emoji_are_large() => RunAsync("""
        const { isEmoji, plainText, textNodes } = await import('./phone/message-text.js');
        const links = text => textNodes(text).filter(node => node.href).map(node => node.textContent).join(' ');
        check(links('see http://a.example, (https://b.example/x_(y)) and HTTPS://C.example.'), 'http://a.example https://b.example/x_(y) HTTPS://C.example');
        check(links('javascript:alert(1) ftp://x data:text/html,x https:// http://[ file:///etc'), '');
        check(textNodes('a https://b.example c').map(node => node.textContent ?? node).join(''), 'a https://b.example c');
        for (const emoji of ['😀', '👍🏽 🎉', '👩‍👩‍👧‍👦', '🇷🇴❤️']) { check(isEmoji(emoji), true); }
        for (const text of ['12', '*', '😀 ok', '😀😀😀😀😀😀😀', ' ', '']) { check(isEmoji(text), false); }
        check(plainText('<p>One<br>two</p><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'), 'One\ntwo');
        check('hacked' in window, false);
        """);

    [Fact]
    public Task Only_files_of_this_server_are_shown_without_a_click() => RunAsync("""
        const { fileIn } = await import('./phone/file-description.js');
        const file = (url, filetype = 'image/png') => fileIn(JSON.stringify({ filename: 'f', filesize: 3, filetype, url }));
        const own = new URL('filetransfer/a/b/id/f.png?signature=x', location.href).href;
        check(file(own).preview, 'picture');
        check(file(own, 'video/mp4').preview, 'video');
        check(file(own, 'image/svg+xml').preview, null);
        check(file(own, 'text/html').preview, null);
        check(file('https://elsewhere.example/webrtcgateway/filetransfer/a/b/id/f.png').preview, null);
        check(file(new URL('filetransfer/cancel/id', location.href).href).preview, null);
        check(file(new URL('filetransfer/a/b/../../../ws/x/y/z', location.href).href).preview, null);
        check(file('javascript:alert(1)').url, null);
        for (const broken of ['', 'null', '[]', '{}', '{"filename":5}', '{']) { check(fileIn(broken), null); }
        check(fileIn('{"filename":"f","filesize":"many","filetype":7,"url":{}}').size, 0);
        """);

    /// <summary>Runs a script that throws when something is not as it should be.</summary>
    private async Task RunAsync(string script)
    {
        await using var page = await home.OpenPageAsync();
        try
        {
            await page.Page.EvaluateAsync($"async () => {{ {Tools.Replace("import('./", "import(location.href + '", StringComparison.Ordinal)}"
                + $"{script.Replace("import('./", "import(location.href + '", StringComparison.Ordinal)} }}");
        }
        catch (PlaywrightException e)
        {
            Assert.Fail(e.Message);
        }
    }
}
