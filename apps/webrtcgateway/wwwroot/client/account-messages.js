import { ConnectionLostError } from './outcomes.js';
import { composingDocument, composingType, readComposing } from './composing.js';
import { factOfDisposition, factOfEntry, factOfMessage, factOfSync } from './facts.js';
import { uuid } from './identifiers.js';

const pageSize = 200;

/**
 * The messages of an account.
 *
 * Events
 * - `facts` {facts, lastId}: what was learned (see facts.js); `lastId` is there when they are from
 *   the journal, to be kept for the next synchronisation
 * - `composing` {uri, isActive, seconds}: someone types, for so long unless he says it again
 */
export class AccountMessages extends EventTarget {
  #account;
  #pages = [];

  /** @param {import('./account.js').Account} account */
  constructor(account) {
    super();
    this.#account = account;
    account.addEventListener('message', ({ detail }) => this.#receive(detail));
    account.addEventListener('disposition-notification', ({ detail }) => this.#tell(factOfDisposition(detail)));
    account.addEventListener('sync', ({ detail }) => this.#tell(factOfSync(detail, account.address)));
    account.addEventListener('sync-conversations', ({ detail }) => this.#pages.shift()?.resolve(detail.messages));
    account.connection.addEventListener('state', () => this.#abandonPages());
  }

  /**
   * Sends a message; the same id may be sent again.
   *
   * @param {{id: string, contact: string, content: string, type: string, timestamp: string}} message
   */
  send({ id, contact, content, type, timestamp }) {
    return this.#request('account-message', { uri: contact, message_id: id, content, content_type: type, timestamp });
  }

  /** Tells that the user types, or no longer does. Nobody is told if this fails. */
  async sendComposing(contact, isActive, refresh) {
    await this.send({
      id: uuid(), contact, type: composingType, content: composingDocument(isActive, refresh), timestamp: new Date().toISOString(),
    }).catch(() => {});
  }

  /** @param {'delivered' | 'displayed' | 'error'} state of a message that was received */
  report({ id, contact, timestamp }, state) {
    return this.#request('account-disposition-notification', { uri: contact, message_id: id, state, timestamp });
  }

  markRead(contact) {
    return this.#request('account-mark-conversation-read', { contact });
  }

  /** Removes a message, also at its receiver. */
  remove(contact, id) {
    return this.#request('account-remove-message', { contact, message_id: id });
  }

  /** Removes all messages of a contact, for this account alone. */
  removeConversation(contact) {
    return this.#request('account-remove-conversation', { contact });
  }

  /** @param {string|null} lastId where the last synchronisation has ended */
  async synchronize(lastId) {
    for (let entries = null; entries === null || entries.length === pageSize;) {
      entries = await this.#page(lastId);
      lastId = entries.at(-1)?.message_id ?? lastId;
      this.#emit('facts', { facts: entries.map(factOfEntry).filter(Boolean), lastId });
    }
  }

  /** The gateway answers with one event for each request, in order. */
  async #page(lastId) {
    const page = Promise.withResolvers();
    page.promise.catch(() => {});
    this.#pages.push(page);
    try {
      await this.#request('account-sync-conversations', { message_id: lastId ?? undefined, limit: pageSize });
    } catch (error) {
      this.#pages = this.#pages.filter(other => other !== page);
      throw error;
    }

    return page.promise;
  }

  #receive(event) {
    if (event.content_type.startsWith(composingType)) {
      this.#emit('composing', { uri: event.sender.uri, ...readComposing(event.content) });
    } else {
      this.#tell(factOfMessage(event, this.#account.address));
    }
  }

  #tell(fact) {
    if (fact) {
      this.#emit('facts', { facts: [fact] });
    }
  }

  #abandonPages() {
    const abandoned = this.#pages;
    this.#pages = [];
    abandoned.forEach(page => page.reject(new ConnectionLostError()));
  }

  #request(name, members) {
    return this.#account.connection.request(name, { account: this.#account.address, ...members });
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
