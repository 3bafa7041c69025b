import { Call } from './call.js';
import { ConnectionLostError, EndReason, RequestError } from './outcomes.js';
import { ha1 } from './md5.js';
import { offeredMedia } from './session-description.js';
import { withoutScheme } from './identifiers.js';

/**
 * An account on a connection. After the connection was lost it registers again by itself.
 *
 * Registration states: `null` (not registered), `registering`, `registered`, `failed`.
 *
 * Events
 * - `registration` {state, reason}: `reason` is an EndReason when the state is `failed`
 * - `incomingcall` {call, media: {audio, video}}: `media` is what the caller offers
 * - `missedcall` {originator: {uri, display_name}}
 * - every other account-event of the gateway under its own name, with the message as detail
 */
export class Account extends EventTarget {
  #connection;
  #credentials;
  #registrationState = null;
  #added = false;
  #wanted = false;
  #removed = new AbortController();

  /**
   * @param {import('./connection.js').Connection} connection
   * @param {object} options
   * @param {string} options.address `user@domain`
   * @param {string} [options.password] in clear; only its HA1 leaves the page
   * @param {string} [options.ha1] instead of the password
   * @param {string} [options.displayName]
   * @param {string} [options.userAgent] becomes the SIP User-Agent
   * @param {string[]} [options.incomingHeaderPrefixes] SIP headers to be reported with calls
   * @param {boolean} [options.receiveComposing] to be told who types (see AccountMessages)
   */
  constructor(connection, options) {
    super();
    const address = withoutScheme(options.address);
    const [user, domain] = address.split('@');
    if (!user || !domain) {
      throw new TypeError(`Not an address: ${options.address}`);
    }

    this.#connection = connection;
    this.#credentials = {
      account: address,
      password: options.ha1 ?? ha1(user, domain, options.password ?? ''),
      display_name: options.displayName || undefined,
      user_agent: options.userAgent,
      incoming_header_prefixes: options.incomingHeaderPrefixes,
      receive_composing: options.receiveComposing,
    };
    const { signal } = this.#removed;
    connection.addEventListener('state', ({ detail }) => this.#followConnection(detail), { signal });
    connection.addEventListener('account-event', ({ detail }) => {
      if (detail.account === address) {
        this.#handle(detail);
      }
    }, { signal });
  }

  get connection() {
    return this.#connection;
  }

  get address() {
    return this.#credentials.account;
  }

  get domain() {
    return this.address.split('@')[1];
  }

  get displayName() {
    return this.#credentials.display_name ?? '';
  }

  get registrationState() {
    return this.#registrationState;
  }

  /**
   * Registers, as soon as there is a connection, and from then on after every reconnection.
   *
   * @returns {Promise<void>} settles with the outcome of this registration
   * @throws {EndReason} the registration was refused
   */
  register() {
    this.#wanted = true;
    const outcome = new Promise((resolve, reject) => {
      const settled = new AbortController();
      this.addEventListener('registration', ({ detail: { state, reason } }) => {
        if (state === 'registered') {
          settled.abort();
          resolve();
        } else if (state === 'failed') {
          settled.abort();
          reject(reason);
        }
      }, { signal: settled.signal });
    });
    this.#register();
    return outcome;
  }

  /** The account can still make calls, but receives none. */
  async unregister() {
    this.#wanted = false;
    await this.#connection.request('account-unregister', { account: this.address });
    this.#setRegistration(null);
  }

  /** Takes the account off the connection; this object is of no more use. */
  async remove() {
    this.#wanted = false;
    this.#removed.abort();
    if (this.#added) {
      this.#added = false;
      await this.#connection.request('account-remove', { account: this.address }).catch(() => {});
    }

    this.#setRegistration(null);
  }

  /**
   * Calls an address. The call starts at once and reports by its events.
   *
   * @param {string} uri
   * @param {object} options
   * @param {MediaStream} options.stream what to send
   * @param {boolean} [options.receiveVideo] take video also when `stream` has none
   * @param {{name: string, value: string}[]} [options.headers] added to the INVITE
   */
  call(uri, options) {
    return Call.outgoing(this, withoutScheme(uri), options);
  }

  async #register() {
    if (this.#connection.state !== 'ready') {
      return;
    }

    try {
      if (!this.#added) {
        this.#added = true;
        await this.#connection.request('account-add', this.#credentials);
      }

      await this.#connection.request('account-register', { account: this.address });
    } catch (error) {
      this.#added &&= !(error instanceof RequestError && error.request === 'account-add');
      if (!(error instanceof ConnectionLostError)) {
        this.#setRegistration('failed', new EndReason(error.message));
      }
    }
  }

  /** The gateway forgets its accounts with the connection. */
  #followConnection({ state, previous }) {
    if (state === 'ready' && this.#wanted) {
      this.#register();
    } else if (previous === 'ready') {
      this.#added = false;
      this.#setRegistration(null);
    }
  }

  #handle(message) {
    switch (message.event) {
      case 'registration-state':
        this.#setRegistration(message.state, new EndReason(message.reason));
        break;
      case 'incoming-session':
        this.#emit('incomingcall', { call: Call.incoming(this, message), media: offeredMedia(message.sdp) });
        break;
      case 'missed-session':
        this.#emit('missedcall', { originator: message.originator });
        break;
      default:
        this.#emit(message.event, message);
    }
  }

  #setRegistration(state, reason) {
    if (state !== this.#registrationState || state === 'failed') {
      this.#registrationState = state;
      this.#emit('registration', { state, reason: state === 'failed' ? reason : undefined });
    }
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
