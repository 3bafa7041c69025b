import { byTime, isShown, isUnread, merge, recordOf, stateOf, withState } from './message-record.js';
import { Step } from './step.js';

/** Messages of an open conversation that are held in memory when nobody reads older ones. */
const windowSize = 60;
const mostEarlyReports = 500;
const mostRemoved = 1000;
const mostArrived = 1000;
const longestSummary = 160;

/**
 * The conversations of an account: what was learned from events and journals, in whatever order and
 * however often. In memory are a summary of each and the newest messages of the open one; the rest
 * is in the store.
 *
 * Events: `change`; `arrived` {records}: messages came in while the page was open.
 *
 * @typedef {object} Conversation
 * @property {string} contact
 * @property {string} name what the contact calls himself
 * @property {number} at of the newest message
 * @property {{id: string, type: string, text: string, direction: string, state: string}|null} last
 * @property {boolean} owesRead other devices are still to be told that all is read
 */
export class Conversations extends EventTarget {
  #store;
  #all = new Map();
  #unread = new Map();
  #open = null;
  #turn = Promise.resolve();
  #lastId = null;
  #fresh = null;
  #removed = new Set();
  #arrived = new Set();
  #earlyReports = new Map();

  /** @param {import('./message-store.js').MessageStore} store */
  constructor(store) {
    super();
    this.#store = store;
  }

  /** Where the last synchronisation has ended. */
  get lastId() {
    return this.#lastId;
  }

  /** @returns {Conversation[]} the one with the newest message first */
  get list() {
    return [...this.#all.values()].sort((one, other) => other.at - one.at);
  }

  /** Messages that nobody has looked at. */
  get unread() {
    return [...this.#unread.values()].reduce((sum, ids) => sum + ids.size, 0);
  }

  /** @returns {{contact: string, messages: import('./message-record.js').MessageRecord[], hasOlder: boolean}|null} */
  get open() {
    return this.#open;
  }

  unreadOf(contact) {
    return this.#unread.get(contact)?.size ?? 0;
  }

  get(contact) {
    return this.#all.get(contact) ?? null;
  }

  load() {
    return this.#inTurn(async () => {
      const { conversations, unread, lastId } = await this.#store.load();
      conversations.forEach(conversation => this.#all.set(conversation.contact, conversation));
      unread.forEach(record => this.#noteUnread(record, true));
      this.#lastId = lastId;
    });
  }

  /** Brings the newest messages of a conversation into memory; null: none is open. */
  show(contact) {
    return this.#inTurn(async () => {
      const messages = contact === null ? [] : await this.#store.newest(contact, windowSize + 1);
      this.#open = contact === null ? null : { contact, messages: messages.slice(-windowSize), hasOlder: messages.length > windowSize };
    });
  }

  /** Brings older messages of the open conversation into memory. */
  showOlder() {
    return this.#inTurn(async () => {
      const open = this.#open;
      if (open?.hasOlder) {
        const older = await this.#store.newest(open.contact, windowSize + 1, open.messages[0]);
        open.messages = [...older.slice(-windowSize), ...open.messages];
        open.hasOlder = older.length > windowSize;
      }
    });
  }

  /** Lets go of older messages, when nobody reads them any more. */
  forgetOlder() {
    const open = this.#open;
    if (open && open.messages.length > 2 * windowSize) {
      open.messages = open.messages.slice(-windowSize);
      open.hasOlder = true;
      this.#emit('change');
    }
  }

  /** From now on the journal comes: what it says about a conversation is older than messages that arrive meanwhile. */
  beginSynchronization() {
    this.#fresh = new Set();
  }

  endSynchronization() {
    this.#fresh = null;
  }

  /**
   * Takes note of facts.
   *
   * @param {import('../client/facts.js').Fact[]} facts in the order in which they were learned
   * @param {string} [lastId] they are from the journal, up to this entry
   */
  apply(facts, lastId) {
    return this.#inTurn(async () => {
      const step = new Step(await this.#store.find(this.#idsIn(facts)));
      for (const fact of facts) {
        await this.#take(fact, step);
      }

      await this.#keep(step, lastId);
    });
  }

  /** Notes a message that the user has written; the gateway does not have it yet. */
  compose(messages) {
    return this.#inTurn(async () => {
      const step = new Step([]);
      messages.forEach(message => this.#add(recordOf(message, true), step));
      await this.#keep(step);
      return [...step.records.values()][0];
    });
  }

  /** Changes a message that is here. */
  change(id, update) {
    return this.#inTurn(async () => {
      const [record] = await this.#store.find([id]);
      if (record) {
        const step = new Step([record]);
        step.put({ ...record, ...update(record) });
        await this.#keep(step);
      }
    });
  }

  /** The user has looked at a conversation. */
  see(contact) {
    return this.#inTurn(async () => {
      const ids = [...this.#unread.get(contact) ?? []];
      if (ids.length > 0) {
        const step = new Step(await this.#store.find(ids));
        ids.filter(id => !step.find(id)).forEach(id => this.#noteUnread({ id, contact }, false));
        step.all.filter(isUnread).forEach(record => step.put({ ...record, isSeen: true }));
        step.conversations.set(contact, { ...this.#all.get(contact), owesRead: true });
        await this.#keep(step);
      }
    });
  }

  /** The other devices know that a conversation was read. */
  readIsTold(contact) {
    return this.#inTurn(async () => {
      const conversation = this.#all.get(contact);
      if (conversation) {
        const step = new Step([]);
        step.conversations.set(contact, { ...conversation, owesRead: false });
        await this.#keep(step);
      }
    });
  }

  #idsIn(facts) {
    return facts.flatMap(fact => {
      switch (fact.kind) {
        case 'message':
          return [fact.message.id, recordOf(fact.message).id];
        case 'state':
        case 'removed':
          return [fact.id];
        case 'read':
          return [...this.#unread.get(fact.contact) ?? []];
        default:
          return [];
      }
    });
  }

  async #take(fact, step) {
    switch (fact.kind) {
      case 'message':
        if (isShown(fact.message.type) && !this.#removed.has(fact.message.id)) {
          this.#add(recordOf(fact.message), step, !fact.isJournaled);
        }

        break;
      case 'state':
        this.#report(fact, step);
        break;
      case 'removed':
        remember(this.#removed, fact.id, mostRemoved);
        step.remove(step.find(fact.id) ?? this.#recall(fact.id));
        break;
      case 'read':
        step.all.filter(record => record.contact === fact.contact && isUnread(record) && this.#concerns(fact, record))
          // The device on which it was read has reported that.
          .forEach(record => step.put({ ...record, isSeen: true, wants: [] }));
        break;
      case 'conversation-removed':
        await this.#removeConversation(fact, step);
        break;
    }
  }

  /** What another tab has removed from the store may still be in the memory of this one. */
  #recall(id) {
    const contact = [...this.#unread.keys()].find(key => this.#unread.get(key).has(id));
    return this.#open?.messages.find(record => record.ids.includes(id)) ?? (contact && { id, ids: [id], contact });
  }

  #add(record, step, isLive = false) {
    const known = step.find(record.id) ?? step.find(record.ids[0]);
    const early = this.#earlyReports.get(record.ids[0]);
    const merged = known ? merge(known, record) : record;
    step.put(early && record.direction === 'outgoing' ? withState(merged, early) : merged);
    this.#earlyReports.delete(record.ids[0]);
    if (!isLive) {
      this.#fresh?.delete(record.id);
    } else if (!known) {
      this.#fresh?.add(record.id);
    }

    if (isLive && isUnread(merged) && !this.#arrived.has(merged.id)) {
      remember(this.#arrived, merged.id, mostArrived);
      step.arrived.add(merged.id);
    }
  }

  /** A report may overtake its message. */
  #report(fact, step) {
    const record = step.find(fact.id);
    if (record?.direction === 'outgoing') {
      step.put(withState(record, fact));
    } else if (!record) {
      remember(this.#earlyReports, fact.id, mostEarlyReports, fact);
    }
  }

  async #removeConversation(fact, step) {
    const stored = await this.#store.allOf(fact.contact);
    const inMemory = this.#open?.contact === fact.contact ? this.#open.messages : [];
    [...stored, ...inMemory].forEach(record => step.records.has(record.id) || step.load(record));
    for (const record of step.all) {
      if (record.contact === fact.contact && !record.isUnsent && this.#concerns(fact, record)) {
        step.remove(record);
        record.ids.forEach(id => remember(this.#removed, id, mostRemoved));
      }
    }

    if (!step.all.some(record => record.contact === fact.contact)) {
      step.removedConversations.add(fact.contact);
    }
  }

  #concerns(fact, record) {
    return !fact.isJournaled || !this.#fresh?.has(record.id);
  }

  async #keep(step, lastId) {
    for (const contact of step.contacts) {
      await this.#summarize(contact, step);
    }

    this.#lastId = lastId ?? this.#lastId;
    await this.#store.save({
      messages: step.changed,
      removed: [...step.removed],
      conversations: [...step.conversations.values()],
      removedConversations: [...step.removedConversations],
      lastId,
    });
    // Not only what has changed: another tab may have been faster in the store.
    step.all.forEach(record => this.#noteUnread(record, isUnread(record)));
    step.removedRecords.forEach(record => this.#noteUnread(record, false));
    step.conversations.forEach((conversation, contact) => this.#all.set(contact, conversation));
    step.removedConversations.forEach(contact => {
      this.#all.delete(contact);
      this.#unread.delete(contact);
    });
    this.#refresh(step);
    if (step.arrived.size > 0) {
      this.#emit('arrived', { records: [...step.arrived].map(id => step.records.get(id)).filter(Boolean) });
    }
  }

  /** What the list tells about a conversation. */
  async #summarize(contact, step) {
    if (step.removedConversations.has(contact)) {
      return;
    }

    const mine = step.all.filter(record => record.contact === contact);
    const known = step.conversations.get(contact) ?? this.#all.get(contact);
    const isLastGone = known?.last && step.removed.has(known.last.id);
    const stored = isLastGone ? (await this.#store.newest(contact, step.removed.size + 1)).filter(record => !step.removed.has(record.id)) : [];
    const newest = [...stored, ...mine].sort(byTime).at(-1);
    const isNews = newest && (isLastGone || !known?.last || newest.at >= known.at);
    const names = mine.filter(record => record.name).sort(byTime);
    step.conversations.set(contact, {
      contact,
      name: names.at(-1)?.name ?? known?.name ?? '',
      at: isNews ? newest.at : known?.at ?? 0,
      last: isNews ? summaryOf(newest) : isLastGone ? null : known?.last ?? null,
      owesRead: known?.owesRead ?? false,
    });
  }

  /** Brings the messages in memory up to date. */
  #refresh(step) {
    const open = this.#open;
    if (!open) {
      return;
    }

    const shown = new Map(open.messages.map(record => [record.id, record]));
    const oldest = open.hasOlder ? open.messages[0] : null;
    for (const record of step.all) {
      if (record.contact === open.contact && (shown.has(record.id) || !oldest || byTime(record, oldest) > 0)) {
        shown.set(record.id, record);
      }
    }

    step.removed.forEach(id => shown.delete(id));
    open.messages = [...shown.values()].sort(byTime);
  }

  #noteUnread({ id, contact }, isNew) {
    const ids = this.#unread.get(contact) ?? new Set();
    isNew ? ids.add(id) : ids.delete(id);
    ids.size > 0 ? this.#unread.set(contact, ids) : this.#unread.delete(contact);
  }

  /** One after the other: each step begins with what the one before has stored. */
  #inTurn(action) {
    const run = this.#turn.then(async () => {
      const result = await action();
      this.#emit('change');
      return result;
    });
    this.#turn = run.catch(() => {});
    return run;
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function summaryOf(record) {
  return {
    id: record.id,
    type: record.type,
    text: record.texts.join('').slice(0, record.type === 'text/plain' ? longestSummary : undefined),
    direction: record.direction,
    state: stateOf(record),
  };
}

/** Keeps the newest of a set or a map. */
function remember(collection, key, most, value) {
  collection.delete(key);
  collection instanceof Map ? collection.set(key, value) : collection.add(key);
  if (collection.size > most) {
    collection.delete(collection.keys().next().value);
  }
}
