import { byId, setAvatar, setText } from './dom.js';
import { ComposerView } from './composer-view.js';
import { MessageList } from './message-list.js';
import { nameOf } from './address.js';
import { UploadsView } from './uploads-view.js';

const failureDuration = 8000;

/** A conversation: who it is with, the messages, and where to write. */
export class ConversationView {
  #element = byId('conversation');
  #correspondence = null;
  #contact = null;
  #actions;
  #list;
  #composer;
  #uploads;
  #failureTimer = 0;

  /**
   * @param {object} actions
   * @param {(address: string, options: {video: boolean}) => void} actions.place
   * @param {() => void} actions.close
   * @param {() => void} actions.seen the newest message is in sight
   * @param {(record: object) => void} actions.remove
   * @param {() => void} actions.removeAll
   */
  constructor(actions) {
    this.#actions = actions;
    this.#list = new MessageList({
      showOlder: () => this.#correspondence.conversations.showOlder(),
      atEnd: () => {
        this.#correspondence?.conversations.forgetOlder();
        actions.seen();
      },
      remove: actions.remove,
      retry: record => this.#correspondence.retry(record),
    });
    this.#uploads = new UploadsView(() => this.#list.isAtEnd && this.#list.scrollToEnd());
    this.#composer = new ComposerView({
      send: text => {
        this.#list.scrollToEnd();
        this.#correspondence.send(this.#contact, text);
      },
      typed: isEmpty => this.#correspondence.composing(this.#contact, isEmpty),
      sendFiles: files => {
        this.#list.scrollToEnd();
        this.#uploads.send(this.#contact, files);
      },
    });
    byId('conversation-close').addEventListener('click', actions.close);
    byId('conversation-remove').addEventListener('click', actions.removeAll);
    byId('conversation-dial').addEventListener('click', () => actions.place(this.#contact, { video: false }));
    byId('conversation-video').addEventListener('click', () => actions.place(this.#contact, { video: true }));
  }

  /** Whether the newest message of the conversation is where the user looks. */
  get isAtEnd() {
    return this.#contact !== null && this.#list.isAtEnd;
  }

  /**
   * @param {import('./correspondence.js').Correspondence|null} correspondence
   * @param {import('../sylk-client.js').Account|null} account
   */
  begin(correspondence, account) {
    this.#correspondence = correspondence;
    this.#uploads.begin(account);
    this.#composer.forgetDrafts();
  }

  /** @param {string|null} contact null: none */
  show(contact) {
    const isOther = contact !== this.#contact;
    this.#contact = contact;
    this.#element.hidden = contact === null;
    if (isOther) {
      this.showFailure('');
      this.#composer.show(contact);
      this.#uploads.show(contact);
    }

    this.render();
    if (contact !== null && matchMedia('(hover: hover)').matches) {
      this.#composer.focus();
    }
  }

  /** Tells what went wrong, for a moment. */
  showFailure(text) {
    const failure = byId('conversation-failure');
    clearTimeout(this.#failureTimer);
    setText(failure, text);
    failure.hidden = text === '';
    this.#failureTimer = setTimeout(() => failure.hidden = true, failureDuration);
  }

  render() {
    const contact = this.#contact;
    const open = this.#correspondence?.conversations.open ?? null;
    this.#list.show(open?.contact === contact ? open : null);
    this.#uploads.settle(open?.messages ?? []);
    if (contact === null) {
      return;
    }

    const { name: displayName } = this.#correspondence.conversations.get(contact) ?? { name: '' };
    const name = nameOf({ displayName, uri: contact });
    const isTyping = this.#correspondence.isTyping(contact);
    setAvatar(byId('conversation-avatar'), { address: contact, name: displayName });
    setText(byId('conversation-name'), name);
    setText(byId('conversation-status'), isTyping ? 'is typing…' : contact);
    byId('conversation-status').classList.toggle('typing-word', isTyping);
    this.#showTyping(isTyping);
    const isEmpty = open?.contact === contact && open.messages.length === 0;
    byId('conversation-empty').hidden = !isEmpty;
    setText(byId('conversation-empty'), `Nothing was written yet. ${name} will get your messages as soon as possible.`);
    byId('conversation-remove').disabled = isEmpty;
  }

  #showTyping(isTyping) {
    const element = byId('conversation-typing');
    if (element.hidden === isTyping) {
      element.hidden = !isTyping;
      if (this.#list.isAtEnd) {
        this.#list.scrollToEnd();
      }
    }
  }
}
