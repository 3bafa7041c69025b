import { byTime, isUnread, owedReport } from './message-record.js';

/** Keeps messages as long as the page is open: for browsers that keep nothing. See MessageStore. */
export class MemoryStore {
  #messages = new Map();
  #conversations = new Map();
  #lastId = null;

  async load() {
    return {
      conversations: [...this.#conversations.values()],
      unread: this.#all(isUnread).map(({ id, contact }) => ({ id, contact })),
      lastId: this.#lastId,
    };
  }

  async find(ids) {
    const wanted = new Set(ids);
    return this.#all(record => wanted.has(record.id) || record.ids.some(id => wanted.has(id)));
  }

  async newest(contact, count, before) {
    return this.#all(record => record.contact === contact && (!before || byTime(record, before) < 0)).sort(byTime).slice(-count);
  }

  async allOf(contact) {
    return this.#all(record => record.contact === contact);
  }

  async unsent() {
    return this.#all(record => record.isUnsent).sort(byTime);
  }

  async owing() {
    return this.#all(record => owedReport(record) !== null);
  }

  async save({ messages = [], removed = [], conversations = [], removedConversations = [], lastId }) {
    messages.forEach(record => this.#messages.set(record.id, record));
    removed.forEach(id => this.#messages.delete(id));
    conversations.forEach(conversation => this.#conversations.set(conversation.contact, conversation));
    removedConversations.forEach(contact => this.#conversations.delete(contact));
    this.#lastId = lastId ?? this.#lastId;
  }

  close() {
    this.#messages.clear();
  }

  #all(condition) {
    return [...this.#messages.values()].filter(condition);
  }
}
