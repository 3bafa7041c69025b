import { byId, setText } from './dom.js';
import { ask } from './question.js';
import { ChatsView } from './chats-view.js';
import { ConversationView } from './conversation-view.js';
import { Correspondence } from './correspondence.js';
import { MessageAlerts } from './message-alerts.js';
import { nameOf } from './address.js';

const narrow = matchMedia('(max-width: 899px)');

/**
 * Messages on the page: joins the user's letters to the views.
 *
 * Events: `change` when the number of unread messages may be another; `failure` {text}.
 */
export class Chat extends EventTarget {
  #correspondence = null;
  #contact = null;
  #isInCall = false;
  #isCallInFront = true;
  #tones;
  #chatsView = new ChatsView(contact => this.open(contact));
  #alerts = new MessageAlerts(contact => this.open(contact));
  #conversationView;

  /**
   * @param {object} actions
   * @param {(address: string, options: {video: boolean}) => void} actions.place
   * @param {import('./tones.js').Tones} tones
   */
  constructor({ place }, tones) {
    super();
    this.#tones = tones;
    this.#conversationView = new ConversationView({
      place,
      close: () => this.open(null),
      seen: () => this.#see(),
      remove: record => this.#remove(record),
      removeAll: () => this.#removeAll(),
    });
    byId('conversation-call').addEventListener('click', () => {
      this.#isCallInFront = true;
      this.#render();
    });
    document.addEventListener('visibilitychange', () => this.#see());
    narrow.addEventListener('change', () => this.#render());
  }

  get unread() {
    return this.#correspondence?.conversations.unread ?? 0;
  }

  get conversations() {
    return this.#correspondence?.conversations ?? null;
  }

  /** @param {import('../sylk-client.js').Account} account that has just logged in */
  async begin(account) {
    const correspondence = await Correspondence.open(account);
    this.#correspondence = correspondence;
    this.#conversationView.begin(correspondence, account);
    this.#chatsView.begin(correspondence, account.domain);
    this.#alerts.offer();
    correspondence.conversations.addEventListener('change', () => this.#follow(correspondence));
    correspondence.addEventListener('typing', () => this.#follow(correspondence));
    correspondence.addEventListener('arrived', ({ detail }) => this.#announce(detail.records));
    correspondence.addEventListener('failure', ({ detail }) => this.#tell(detail.text));
    this.#render();
  }

  end() {
    this.#correspondence?.close();
    this.#correspondence = null;
    this.#contact = null;
    this.#conversationView.show(null);
    this.#conversationView.begin(null, null);
    this.#chatsView.begin(null, '');
    this.#alerts.dismiss();
    this.#render();
  }

  search(text) {
    this.#chatsView.search(text);
  }

  /** Shows a conversation, in front of a call if there is no room beside it; null: none. */
  async open(contact) {
    const closed = this.#contact;
    this.#contact = contact;
    this.#isCallInFront = contact === null;
    this.#alerts.dismiss();
    await this.#correspondence.conversations.show(contact);
    if (this.#contact === contact) {
      this.#conversationView.show(contact);
      this.#render();
      this.#see();
    }

    if (contact === null && closed !== null) {
      this.#chatsView.focus(closed);
    }
  }

  /** @param {'idle' | 'incoming' | 'call' | 'ended'} call whether one takes its part of the page; where there is no room for both, a new one is in front */
  setCall(call) {
    const isInCall = call !== 'idle';
    if ((isInCall && !this.#isInCall) || call === 'incoming') {
      this.#isCallInFront = true;
    }

    this.#isInCall = isInCall;
    this.#render();
    this.#see();
  }

  #follow(correspondence) {
    if (correspondence === this.#correspondence) {
      this.#conversationView.render();
      this.#chatsView.render(this.#contact);
      this.#see();
      this.#emit('change');
    }
  }

  #render() {
    byId('app').dataset.conversation = this.#contact === null ? 'none' : 'open';
    byId('app').dataset.front = this.#isInCall && this.#isCallInFront ? 'call' : 'conversation';
    byId('conversation-call').hidden = !this.#isInCall;
    this.#chatsView.render(this.#contact);
    this.#emit('change');
  }

  get #isSeen() {
    const isCovered = narrow.matches && this.#isInCall && this.#isCallInFront;
    return this.#contact !== null && !isCovered && document.visibilityState === 'visible' && this.#conversationView.isAtEnd;
  }

  #see() {
    if (this.#isSeen) {
      this.#correspondence.see(this.#contact);
    }
  }

  #announce(records) {
    const record = records.at(-1);
    if (!record || (record.contact === this.#contact && this.#isSeen)) {
      return;
    }

    this.#tones.playOnce('message');
    if (document.visibilityState !== 'visible' || !document.hasFocus()) {
      this.#alerts.notify(record);
    }

    // Beside a call, and where the list is covered.
    if (this.#isInCall || (narrow.matches && this.#contact !== null)) {
      this.#alerts.show(record);
    }

    const name = nameOf({ displayName: record.name, uri: record.contact });
    setText(byId('announcer'), `New message from ${name}`);
  }

  async #remove(record) {
    const isOwn = record.direction === 'outgoing';
    const text = isOwn
      ? 'Remove this message for both of you?'
      : 'Remove this message on all your devices? Its sender keeps it.';
    if (await ask(text, 'Remove')) {
      await this.#correspondence.remove(record);
    }
  }

  async #removeAll() {
    const contact = this.#contact;
    const { name } = this.#correspondence.conversations.get(contact) ?? { name: '' };
    if (await ask(`Remove all messages with \u2068${nameOf({ displayName: name, uri: contact })}\u2069 on all your devices?`, 'Remove all')) {
      await this.#correspondence.removeConversation(contact);
    }
  }

  /** Says what went wrong where the user looks. */
  #tell(text) {
    if (this.#contact === null) {
      this.#emit('failure', { text });
    } else {
      this.#conversationView.showFailure(text);
    }
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
