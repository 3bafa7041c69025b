import { MemoryStore } from './memory-store.js';
import { isUnread, owedReport } from './message-record.js';

const version = 1;

/**
 * The messages of an account, kept in this browser (IndexedDB). Several tabs may use it at once.
 *
 * Records are found by the marks they have: `unread`, `unsent` and `owing` are indexes of those few
 * that have such a member.
 */
export class MessageStore {
  #database;

  /** @returns {Promise<MessageStore|MemoryStore>} a store for this account; without IndexedDB one that forgets */
  static async open(account) {
    try {
      const request = indexedDB.open(`sylk.phone.${account}`, version);
      request.onupgradeneeded = () => create(request.result);
      return new MessageStore(await outcome(request));
    } catch {
      return new MemoryStore();
    }
  }

  constructor(database) {
    this.#database = database;
    database.onversionchange = () => database.close();
  }

  /** What is shown before anything is opened. */
  async load() {
    const transaction = this.#read('messages', 'conversations', 'notes');
    const [conversations, unread, lastId] = await Promise.all([
      outcome(transaction.objectStore('conversations').getAll()),
      outcome(transaction.objectStore('messages').index('unread').getAll()),
      outcome(transaction.objectStore('notes').get('lastId')),
    ]);
    return { conversations, unread: unread.map(({ id, contact }) => ({ id, contact })), lastId: lastId ?? null };
  }

  /** @param {string[]} ids of messages or of pieces */
  async find(ids) {
    const store = this.#read('messages').objectStore('messages');
    const found = await Promise.all([...new Set(ids)].map(async id =>
      await outcome(store.get(id)) ?? outcome(store.index('ids').get(id))));
    return [...new Map(found.filter(Boolean).map(record => [record.id, record])).values()];
  }

  /** @returns {Promise<MessageRecord[]>} the newest `count` messages before this one, in their order */
  async newest(contact, count, before) {
    const upper = before ? [contact, before.at, before.id] : [contact, []];
    const range = IDBKeyRange.bound([contact], upper, false, true);
    const records = [];
    const request = this.#read('messages').objectStore('messages').index('order').openCursor(range, 'prev');
    await new Promise((resolve, reject) => {
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor || records.length === count) {
          resolve();
          return;
        }

        records.unshift(cursor.value);
        cursor.continue();
      };
    });
    return records;
  }

  allOf(contact) {
    return outcome(this.#read('messages').objectStore('messages').index('order').getAll(IDBKeyRange.bound([contact], [contact, []])));
  }

  async unsent() {
    return outcome(this.#read('messages').objectStore('messages').index('unsent').getAll());
  }

  async owing() {
    return outcome(this.#read('messages').objectStore('messages').index('owing').getAll());
  }

  /** All of it, or nothing. */
  async save({ messages = [], removed = [], conversations = [], removedConversations = [], lastId }) {
    const transaction = this.#database.transaction(['messages', 'conversations', 'notes'], 'readwrite');
    const store = transaction.objectStore('messages');
    messages.forEach(record => store.put(marked(record)));
    removed.forEach(id => store.delete(id));
    conversations.forEach(conversation => transaction.objectStore('conversations').put(conversation));
    removedConversations.forEach(contact => transaction.objectStore('conversations').delete(contact));
    if (lastId !== undefined) {
      transaction.objectStore('notes').put(lastId, 'lastId');
    }

    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
  }

  close() {
    this.#database.close();
  }

  #read(...stores) {
    return this.#database.transaction(stores);
  }
}

function create(database) {
  const messages = database.createObjectStore('messages', { keyPath: 'id' });
  messages.createIndex('ids', 'ids', { multiEntry: true });
  messages.createIndex('order', ['contact', 'at', 'id']);
  messages.createIndex('unread', 'unread');
  messages.createIndex('unsent', 'unsent');
  messages.createIndex('owing', 'owing');
  database.createObjectStore('conversations', { keyPath: 'contact' });
  database.createObjectStore('notes');
}

/** A record without a mark is not in its index. */
function marked({ unread, unsent, owing, ...record }) {
  return {
    ...record,
    ...isUnread(record) && { unread: record.contact },
    ...record.isUnsent && { unsent: record.at },
    ...owedReport(record) && { owing: record.at },
  };
}

function outcome(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
