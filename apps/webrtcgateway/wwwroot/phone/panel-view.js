import { byId, make, setAvatar, setText } from './dom.js';
import { shortAddress, toAddress } from './address.js';

const registrationTexts = {
  registering: 'Logging in…',
  registered: 'Ready for calls',
  failed: 'Not reachable',
};

/** Who I am, whether I can be reached, and the field to call someone. */
export class PanelView {
  #address = byId('dial-address');
  #domain = '';
  #search;

  /**
   * @param {object} actions
   * @param {(address: string, options: {video: boolean}) => void} actions.place
   * @param {(address: string) => void} actions.write
   * @param {(text: string) => void} actions.search called while the user types
   * @param {() => void} actions.logOut
   */
  constructor({ place, write, search, logOut }) {
    const take = action => {
      const address = toAddress(this.#address.value, this.#domain);
      if (address) {
        this.clear();
        this.showNotice('');
        action(address);
      } else {
        this.#address.focus();
        if (this.#address.value.trim()) {
          this.showNotice('This is not an address. Try a name, a number, or someone@example.com.');
        }
      }
    };
    byId('dial-form').addEventListener('submit', event => {
      event.preventDefault();
      take(address => place(address, { video: false }));
    });
    byId('dial-video').addEventListener('click', () => take(address => place(address, { video: true })));
    byId('dial-message').addEventListener('click', () => take(write));
    this.#address.addEventListener('input', () => search(this.#address.value));
    this.#search = search;
    byId('logout').addEventListener('click', logOut);
    byId('notice-close').addEventListener('click', () => this.showNotice(''));
  }

  /** @param {import('../sylk-client.js').Account} account */
  show(account) {
    this.#domain = account.domain;
    setText(byId('me-name'), account.displayName || shortAddress(account.address, account.domain));
    setAvatar(byId('me-avatar'), { address: account.address, name: account.displayName });
    setText(byId('idle-address'), account.address);
    byId('logout').title = `Log out ${account.address}`;
    this.clear();
    this.showNotice('');
    this.#address.focus();
  }

  /** Empties the field. */
  clear() {
    this.#address.value = '';
    this.#search('');
  }

  showRegistration(state, text = registrationTexts[state] ?? 'Not connected') {
    byId('registration').dataset.state = state ?? 'none';
    setText(byId('registration-text'), text);
    const isReachable = state === 'registered';
    setText(byId('idle-title'), isReachable ? 'Ready when you are' : 'You cannot be reached right now');
    byId('idle-reachable').hidden = !isReachable;
  }

  /** @param {string} text empty to take the notice away */
  showNotice(text) {
    setText(byId('notice-text'), text);
    byId('notice').hidden = text === '';
  }

  /** @param {string[]} addresses offered while the user types */
  suggest(addresses) {
    byId('dial-suggestions').replaceChildren(...addresses.map(address =>
      make('option', { value: shortAddress(address, this.#domain) })));
  }
}
