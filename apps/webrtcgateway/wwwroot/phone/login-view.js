import { byId, make } from './dom.js';
import { demo } from './demo.js';
import { recall, remember } from './settings.js';
import { toAddress } from './address.js';

/** The login form. It remembers account and name, never the password: that is the browser's task. */
export class LoginView {
  #form = byId('login-form');
  #account = byId('login-account');
  #password = byId('login-password');
  #name = byId('login-name');
  #error = byId('login-error');
  #submit = byId('login-submit');

  /** @param {(login: {address: string, password: string, displayName: string}) => void} logIn */
  constructor(logIn) {
    this.#account.value = recall('account', '');
    this.#name.value = recall('displayName', '');
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#submitTo(logIn);
    });
    if (demo.isOffered) {
      this.#offerDemo();
    }
  }

  show() {
    byId('login').hidden = false;
    this.setBusy(false);
    this.#password.value = '';
    (this.#account.value ? this.#password : this.#account).focus();
  }

  hide() {
    byId('login').hidden = true;
    this.#password.value = '';
  }

  setBusy(isBusy) {
    this.#submit.disabled = isBusy;
    this.#form.setAttribute('aria-busy', isBusy);
    this.#submit.textContent = isBusy ? 'Logging in…' : 'Log in';
  }

  /** @param {string} text empty to take the error away */
  showError(text) {
    this.#error.textContent = text;
    this.#error.hidden = text === '';
  }

  #submitTo(logIn) {
    const address = toAddress(this.#account.value, demo.isOffered ? demo.domain : '');
    if (!address) {
      this.showError('Please write your account with its domain, like you@example.com.');
      this.#account.focus();
      return;
    }

    const displayName = this.#name.value.trim();
    this.#account.value = address;
    remember('account', address);
    remember('displayName', displayName);
    this.showError('');
    logIn({ address, displayName, password: this.#password.value });
  }

  #offerDemo() {
    byId('login-demo').hidden = false;
    byId('login-demo-password').textContent = demo.password;
    byId('login-demo-accounts').replaceChildren(...demo.accounts.map(account => make('button', {
      type: 'button',
      className: 'chip',
      textContent: account,
      onclick: () => {
        this.#account.value = `${account}@${demo.domain}`;
        this.#password.value = demo.password;
        this.#submit.focus();
      },
    })));
  }
}
