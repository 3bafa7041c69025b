import { AccountMessages, ConnectionLostError, uuid } from '../sylk-client.js';
import { Conversations } from './conversations.js';
import { MemoryStore } from './memory-store.js';
import { MessageStore } from './message-store.js';
import { contentsOf, owedReport } from './message-record.js';
import { piecesOf } from '../client/long-text.js';

/** A sign of typing is repeated while the user types (RFC 3994, section 3.1), and ends when he has stopped. */
const composingRefresh = 60;
const composingIdle = 15000;
const synchronizationRetry = 10000;

/**
 * The user's letters: sends them, also those written without a connection, receives, reports and
 * synchronises, and keeps all of it in `conversations`.
 *
 * Events: `arrived` {records}; `typing` {contact}: somebody begins or ends typing; `failure` {text}.
 */
export class Correspondence extends EventTarget {
  #account;
  #messages;
  #store;
  #conversations;
  #typing = new Map();
  #composing = null;
  #underway = new Map();
  #flushing = null;
  #retryTimer = 0;
  #isClosed = false;

  /** @param {import('../sylk-client.js').Account} account */
  static async open(account) {
    const correspondence = await Correspondence.#load(account, await MessageStore.open(account.address))
      .catch(() => Correspondence.#load(account, new MemoryStore()));
    correspondence.#start();
    return correspondence;
  }

  static async #load(account, store) {
    const correspondence = new Correspondence(account, store);
    await correspondence.conversations.load();
    return correspondence;
  }

  constructor(account, store) {
    super();
    this.#account = account;
    this.#store = store;
    this.#conversations = new Conversations(store);
    this.#messages = new AccountMessages(account);
    this.#conversations.addEventListener('arrived', ({ detail }) => {
      detail.records.forEach(({ contact }) => this.#noteTyping({ uri: contact, isActive: false }));
      this.#emit('arrived', detail);
    });
  }

  get conversations() {
    return this.#conversations;
  }

  isTyping(contact) {
    return this.#typing.has(contact);
  }

  #start() {
    this.#messages.addEventListener('facts', ({ detail }) => this.#learn(detail));
    this.#messages.addEventListener('composing', ({ detail }) => this.#noteTyping(detail));
    this.#account.addEventListener('registration', ({ detail }) => detail.state === 'registered' && this.#synchronize());
    if (this.#account.registrationState === 'registered') {
      this.#synchronize();
    }
  }

  /** Sends a text as soon as there is a connection. */
  async send(contact, text) {
    this.#endComposing();
    const id = uuid();
    const at = Date.now();
    const record = await this.#conversations.compose(piecesOf(text).map((content, index) => ({
      id: index === 0 ? id : `${id}-${index}`,
      contact,
      direction: 'outgoing',
      at,
      timestamp: new Date(at).toISOString(),
      type: 'text/plain',
      content,
      state: 'pending',
      wants: [],
    })));
    await this.#transmit(record);
  }

  /** Sends again what has failed. */
  async retry(record) {
    await this.#conversations.change(record.id, ({ ids }) => ({
      isUnsent: true, code: 0, reason: '', states: Object.fromEntries(ids.map(id => [id, 'pending'])),
    }));
    await this.#transmit(record);
  }

  /** To be called at every key. */
  composing(contact, isEmpty) {
    if (isEmpty || (this.#composing && this.#composing.contact !== contact)) {
      this.#endComposing(true);
    }

    if (!isEmpty) {
      const now = Date.now();
      clearTimeout(this.#composing?.timer);
      const isDue = !this.#composing || now - this.#composing.saidAt > composingRefresh * 500;
      this.#composing = { contact, saidAt: isDue ? now : this.#composing.saidAt, timer: setTimeout(() => this.#endComposing(true), composingIdle) };
      if (isDue) {
        this.#messages.sendComposing(contact, true, composingRefresh);
      }
    }
  }

  /** The user looks at a conversation. */
  async see(contact) {
    if (this.#conversations.unreadOf(contact) > 0) {
      // What could not be noted is seen again with the next change.
      await this.#conversations.see(contact).then(() => this.#flushReports(), () => {});
    }
  }

  /** Removes a message here, on the other devices, and if it is the user's at its receiver. */
  async remove(record) {
    await this.#attempt(async () => {
      for (const id of record.isUnsent ? [] : record.ids) {
        await this.#messages.remove(record.contact, id);
      }

      await this.#conversations.apply(record.ids.map(id => ({ kind: 'removed', id })));
    });
  }

  async removeConversation(contact) {
    await this.#attempt(async () => {
      await this.#messages.removeConversation(contact);
      await this.#conversations.apply([{ kind: 'conversation-removed', contact, isJournaled: false }]);
    });
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#retryTimer);
    this.#endComposing();
    this.#typing.forEach(timer => clearTimeout(timer));
    this.#store.close();
  }

  async #learn({ facts, lastId }) {
    if (this.#isClosed) {
      return;
    }

    try {
      await this.#conversations.apply(facts, lastId);
    } catch (error) {
      // The gateway has it still: it comes again with the next synchronisation.
      this.#emit('failure', { text: `This browser could not keep a message: ${error.message}.` });
      return;
    }

    if (lastId === undefined) {
      await this.#flushReports();
    }
  }

  /** After every login: what happened meanwhile, then what waits here. */
  async #synchronize() {
    this.#conversations.beginSynchronization();
    try {
      await this.#messages.synchronize(this.#conversations.lastId);
      await this.#conversations.apply([]);
      this.#conversations.endSynchronization();
      for (const record of await this.#store.unsent()) {
        await this.#transmit(record);
      }

      await this.#flushReports();
    } catch (error) {
      if (!(error instanceof ConnectionLostError) && !this.#isClosed) {
        this.#emit('failure', { text: `Your messages could not be fetched: ${error.message}.` });
        clearTimeout(this.#retryTimer);
        this.#retryTimer = setTimeout(() => this.#account.registrationState === 'registered' && this.#synchronize(), synchronizationRetry);
      }
    }
  }

  /** Sends a message, once at a time. */
  #transmit(record) {
    if (!this.#underway.has(record.id)) {
      this.#underway.set(record.id, this.#sendPieces(record).finally(() => this.#underway.delete(record.id)));
    }

    return this.#underway.get(record.id);
  }

  /** The pieces of a text go one after the other. */
  async #sendPieces(record) {
    try {
      for (const [index, content] of contentsOf(record).entries()) {
        await this.#messages.send({ ...record, id: record.ids[index], content });
      }

      await this.#conversations.change(record.id, () => ({ isUnsent: false }));
    } catch (error) {
      // Without a connection it waits for the next one.
      if (!(error instanceof ConnectionLostError) && !this.#isClosed) {
        await this.#conversations.change(record.id, ({ ids }) => ({
          isUnsent: false, reason: error.message, states: Object.fromEntries(ids.map(id => [id, 'failed'])),
        }));
      }
    }
  }

  /** Tells senders and other devices what they still wait for; what cannot be told now is told later. */
  #flushReports() {
    this.#flushing = (this.#flushing ?? Promise.resolve()).then(() => this.#sendReports()).catch(() => {});
    return this.#flushing;
  }

  async #sendReports() {
    if (this.#isClosed || this.#account.registrationState !== 'registered') {
      return;
    }

    for (const record of await this.#store.owing()) {
      const state = owedReport(record);
      for (const id of record.ids) {
        await this.#messages.report({ ...record, id }, state);
      }

      const done = state === 'displayed' ? ['positive-delivery', 'display'] : ['positive-delivery'];
      await this.#conversations.change(record.id, ({ wants }) => ({ wants: wants.filter(want => !done.includes(want)) }));
    }

    for (const { contact } of this.#conversations.list.filter(conversation => conversation.owesRead)) {
      await this.#messages.markRead(contact);
      await this.#conversations.readIsTold(contact);
    }
  }

  #endComposing(isToBeTold = false) {
    const composing = this.#composing;
    this.#composing = null;
    if (composing) {
      clearTimeout(composing.timer);
      if (isToBeTold) {
        this.#messages.sendComposing(composing.contact, false);
      }
    }
  }

  #noteTyping({ uri, isActive, seconds }) {
    const wasTyping = this.#typing.has(uri);
    clearTimeout(this.#typing.get(uri));
    this.#typing.delete(uri);
    if (isActive) {
      this.#typing.set(uri, setTimeout(() => this.#noteTyping({ uri, isActive: false }), seconds * 1000));
    }

    if (isActive !== wasTyping) {
      this.#emit('typing', { contact: uri });
    }
  }

  async #attempt(action) {
    try {
      await action();
    } catch (error) {
      this.#emit('failure', { text: error instanceof ConnectionLostError ? 'This needs a connection to the server.' : `That did not work: ${error.message}.` });
    }
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
