import { recall, remember } from './settings.js';

const most = 100;

/**
 * The calls of an account, newest first, kept in this browser.
 *
 * @typedef {object} RecentCall
 * @property {string} address
 * @property {string} name
 * @property {'incoming' | 'outgoing'} direction
 * @property {'answered' | 'missed' | 'declined' | 'elsewhere' | 'unanswered'} outcome
 * @property {boolean} video
 * @property {number} at when it began, in milliseconds since 1970
 * @property {number} seconds it lasted
 * @property {boolean} [unseen] a missed call the user has not looked at
 */
export class Recents extends EventTarget {
  #key;
  #calls;

  /** @param {string} account */
  constructor(account) {
    super();
    this.#key = `recents.${account}`;
    this.#calls = recall(this.#key, []);
  }

  /** @returns {RecentCall[]} */
  get calls() {
    return this.#calls;
  }

  get unseen() {
    return this.#calls.filter(call => call.unseen).length;
  }

  /** @param {RecentCall} call */
  add(call) {
    this.#calls = [call, ...this.#calls].slice(0, most);
    this.#save();
  }

  /**
   * The gateway's word that nobody answered. It follows the end of the call, which was taken for
   * answered elsewhere until now; a call that never rang here has no entry yet.
   */
  addMissed({ uri, display_name: name }) {
    const ended = this.#calls.find(call => call.address === uri && call.outcome === 'elsewhere');
    if (ended && ended === this.#calls[0]) {
      Object.assign(ended, { outcome: 'missed', unseen: true });
      this.#save();
    } else {
      this.add({
        address: uri, name: name ?? '', direction: 'incoming', outcome: 'missed', video: false,
        at: Date.now(), seconds: 0, unseen: true,
      });
    }
  }

  markSeen() {
    if (this.unseen > 0) {
      this.#calls.forEach(call => delete call.unseen);
      this.#save();
    }
  }

  clear() {
    this.#calls = [];
    this.#save();
  }

  #save() {
    remember(this.#key, this.#calls);
    this.dispatchEvent(new CustomEvent('change'));
  }
}
