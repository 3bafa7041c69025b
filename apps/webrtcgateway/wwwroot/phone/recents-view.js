import { byId, icon, make, setAvatar } from './dom.js';
import { demo } from './demo.js';
import { durationOf, timeOf } from './time.js';
import { nameOf, shortAddress } from './address.js';

const outcomes = {
  answered: '',
  missed: 'missed',
  declined: 'declined',
  elsewhere: 'answered elsewhere',
  unanswered: 'not answered',
};

/** The list of recent calls, and in the demo people to begin with. */
export class RecentsView {
  #recents;
  #account;
  #actions;
  #isShown = false;
  #onlyMissed = false;

  /**
   * @param {object} actions
   * @param {(address: string, options: {video: boolean}) => void} actions.place
   * @param {(address: string) => void} actions.write
   */
  constructor(actions) {
    this.#actions = actions;
    byId('recents-clear').addEventListener('click', () => this.#recents.clear());
  }

  /**
   * @param {import('./recents.js').Recents} recents
   * @param {import('../sylk-client.js').Account} account
   */
  show(recents, account) {
    this.#recents = recents;
    this.#account = account;
    recents.addEventListener('change', () => recents === this.#recents && this.#render());
    this.#render();
    this.#suggest();
  }

  /** @param {{onlyMissed: boolean}|null} filter what is shown; null: another list is */
  filter(filter) {
    this.#isShown = filter !== null;
    this.#onlyMissed = filter?.onlyMissed ?? false;
    this.#render();
    if (this.#onlyMissed) {
      this.#recents.markSeen();
    }
  }

  /** @param {string} text only people whose name or address has it are suggested */
  search(text) {
    const people = [...byId('suggestions-list').children];
    people.forEach(row => row.hidden = !row.textContent.toLowerCase().includes(text.trim().toLowerCase()));
    byId('suggestions').hidden = people.every(row => row.hidden);
  }

  #render() {
    const { calls, unseen } = this.#recents;
    const shown = this.#onlyMissed ? calls.filter(call => call.outcome === 'missed') : calls;
    byId('recents-list').replaceChildren(...shown.map(call => this.#callRow(call)));
    byId('recents-clear').hidden = calls.length === 0 || !this.#isShown;

    const empty = byId('recents-empty');
    empty.hidden = shown.length > 0;
    empty.textContent = this.#onlyMissed ? 'You missed no call.' : 'Your calls will be listed here.';

    const count = byId('missed-count');
    count.hidden = unseen === 0;
    count.textContent = unseen;
    count.setAttribute('aria-label', `${unseen} new`);
  }

  #callRow(call) {
    const name = nameOf({ displayName: call.name, uri: call.address });
    const isMissed = call.outcome === 'missed';
    const direction = isMissed ? 'missed' : call.direction;
    const facts = [
      shortAddress(call.address, this.#account.domain),
      timeOf(new Date(call.at)),
      call.video ? 'video' : '',
      call.seconds > 0 ? durationOf(call.seconds) : outcomes[call.outcome],
    ].filter(fact => fact && fact !== name);
    const mark = make('span', { className: `direction ${direction}`, role: 'img', 'aria-label': `${direction} call` }, icon(`${direction}-call`));
    return this.#row({ address: call.address, name, facts: facts.join(' · '), mark, isUnseen: call.unseen });
  }

  #row({ address, name, facts, mark, isUnseen }) {
    const button = (label, picture, action) => make('button', {
      type: 'button',
      className: 'icon-button',
      title: `${label} ${name}`,
      'aria-label': `${label} ${name}`,
      onclick: action,
    }, icon(picture));
    const avatar = make('span', { className: 'avatar small', 'aria-hidden': 'true' });
    setAvatar(avatar, { address, name });
    return make('li', { className: isUnseen ? 'unseen' : '' },
      avatar,
      make('div', { className: 'row-text' },
        make('span', { className: 'row-name', textContent: name }),
        make('span', { className: 'row-facts' }, ...(mark ? [mark] : []), make('span', { textContent: facts }))),
      button('Write to', 'message', () => this.#actions.write(address)),
      button('Video call to', 'camera', () => this.#actions.place(address, { video: true })),
      button('Call', 'call', () => this.#actions.place(address, { video: false })));
  }

  #suggest() {
    const isDemo = demo.isOffered && this.#account.domain === demo.domain;
    byId('suggestions').hidden = !isDemo;
    if (!isDemo) {
      byId('suggestions-list').replaceChildren();
      return;
    }

    const others = demo.accounts.map(account => `${account}@${demo.domain}`).filter(address => address !== this.#account.address);
    byId('suggestions-list').replaceChildren(
      this.#row({ address: demo.echo, name: 'Echo', facts: 'Hear and see yourself' }),
      ...others.map(address => this.#row({
        address,
        name: shortAddress(address, demo.domain),
        facts: address,
      })));
  }
}
