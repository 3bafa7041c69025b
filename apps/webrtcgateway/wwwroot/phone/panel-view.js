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

  /**
   * @param {object} actions
   * @param {(address: string, options: {video: boolean}) => void} actions.place
   * @param {() => void} actions.logOut
   */
  constructor({ place, logOut }) {
    const dial = video => {
      const address = toAddress(this.#address.value, this.#domain);
      if (address) {
        this.#address.value = '';
        this.showNotice('');
        place(address, { video });
      } else {
        this.#address.focus();
        if (this.#address.value.trim()) {
          this.showNotice('This is not an address. Try a name, a number, or someone@example.com.');
        }
      }
    };
    byId('dial-form').addEventListener('submit', event => {
      event.preventDefault();
      dial(false);
    });
    byId('dial-video').addEventListener('click', () => dial(true));
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
    this.#address.value = '';
    this.showNotice('');
    this.#address.focus();
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
