import { byId, icon, make, setAvatar } from './dom.js';
import { fileIn } from './file-description.js';
import { essence } from './message-record.js';
import { nameOf, shortAddress, toAddress } from './address.js';
import { plainText } from './message-text.js';
import { tickIcon } from './message-bubble.js';
import { timeOf } from './time.js';

/** Rows that are shown; whoever looks for another one searches. */
const most = 200;

/** The list of conversations: with whom, the last words, and how many are new. */
export class ChatsView {
  #correspondence = null;
  #domain = '';
  #opened = null;
  #search = '';
  #open;

  /** @param {(contact: string) => void} open */
  constructor(open) {
    this.#open = open;
    byId('chats-list').addEventListener('keydown', event => this.#followKey(event));
  }

  /** @param {import('./correspondence.js').Correspondence|null} correspondence */
  begin(correspondence, domain) {
    this.#correspondence = correspondence;
    this.#domain = domain;
    this.#search = '';
    this.render();
  }

  /** @param {string} text only conversations that have it in name or address are shown */
  search(text) {
    this.#search = text.trim().toLowerCase();
    this.render();
  }

  /** @param {string|null} [opened] the conversation beside the list */
  render(opened = this.#opened) {
    this.#opened = opened;
    if (!this.#correspondence) {
      byId('chats-list').replaceChildren();
      return;
    }

    const { conversations } = this.#correspondence;
    const all = conversations.list;
    const shown = all.filter(({ contact, name }) => `${contact} ${name}`.toLowerCase().includes(this.#search));
    const rows = shown.slice(0, most).map(conversation => this.#row(conversation));
    const typed = this.#search ? toAddress(this.#search, this.#domain) : null;
    if (typed && !all.some(({ contact }) => contact === typed)) {
      rows.push(this.#newRow(typed));
    }

    this.#replace(rows);
    const empty = byId('chats-empty');
    empty.hidden = rows.length > 0;
    empty.textContent = this.#search ? 'No conversation has this name.' : 'Your conversations will be listed here. Type a name or an address above to begin one.';
    const { unread } = conversations;
    const count = byId('unread-count');
    count.hidden = unread === 0;
    count.textContent = unread > 99 ? '99+' : unread;
    count.setAttribute('aria-label', `${unread} new messages`);
  }

  /** Focus stays on the conversation it was on. */
  #replace(rows) {
    const focused = document.activeElement?.closest?.('#chats-list [data-contact]')?.dataset.contact;
    byId('chats-list').replaceChildren(...rows);
    if (focused) {
      this.focus(focused);
    }
  }

  /** Puts the focus on a conversation of the list. */
  focus(contact) {
    byId('chats-list').querySelector(`[data-contact="${CSS.escape(contact)}"]`)?.focus({ preventScroll: true });
  }

  #row({ contact, name, last, at }) {
    const { conversations } = this.#correspondence;
    const unread = conversations.unreadOf(contact);
    const shownName = nameOf({ displayName: name, uri: contact });
    const isTyping = this.#correspondence.isTyping(contact);
    const words = isTyping ? 'is typing…' : lastWords(last);
    const isOwn = !isTyping && last?.direction === 'outgoing';
    return this.#button(contact, shownName, unread > 0 ? 'unseen' : '',
      make('span', { className: 'chat-top' },
        make('bdi', { className: 'row-name', textContent: shownName }),
        make('time', { textContent: at ? timeOf(new Date(at)) : '' })),
      make('span', { className: `row-facts${isTyping ? ' typing-word' : ''}` },
        ...isOwn ? [tickIcon(last.state)] : [],
        ...!isTyping && last && essence(last.type) === 'application/sylk-file-transfer' ? [icon('attach')] : [],
        make('bdi', { className: 'chat-last', textContent: words }),
        ...unread > 0 ? [make('span', { className: 'badge', textContent: unread > 99 ? '99+' : unread, 'aria-label': `${unread} new` })] : []));
  }

  #newRow(address) {
    return this.#button(address, shortAddress(address, this.#domain), '',
      make('bdi', { className: 'row-name', textContent: address }),
      make('span', { className: 'row-facts' }, icon('message'), make('span', { textContent: 'Begin a conversation' })));
  }

  #button(contact, name, className, ...lines) {
    const avatar = make('span', { className: 'avatar', 'aria-hidden': 'true' });
    setAvatar(avatar, { address: contact, name });
    return make('li', { className }, make('button', {
      type: 'button',
      className: 'chat',
      'data-contact': contact,
      'aria-current': contact === this.#opened ? 'true' : 'false',
      onclick: () => this.#open(contact),
    }, avatar, make('span', { className: 'row-text' }, ...lines)));
  }

  #followKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const buttons = [...byId('chats-list').querySelectorAll('button')];
      buttons[buttons.indexOf(document.activeElement) + step]?.focus();
    }
  }
}

/** A message in one line. */
export function lastWords(last) {
  if (!last) {
    return '';
  }

  switch (essence(last.type)) {
    case 'application/sylk-file-transfer':
      return fileIn(last.text)?.name ?? 'File';
    case 'text/html':
      return plainText(last.text).slice(0, 160);
    default:
      return last.text.startsWith('-----BEGIN PGP') ? 'Encrypted message' : last.text;
  }
}
