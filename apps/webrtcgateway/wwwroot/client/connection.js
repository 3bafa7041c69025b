import { ConnectionLostError, RequestError } from './outcomes.js';
import { uuid } from './identifiers.js';

const shortestRetry = 1000;
const longestRetry = 16000;

/**
 * The WebSocket to the gateway: requests with their responses, events, keep-alive, reconnection.
 *
 * States: `closed`, `connecting`, `ready`, and `waiting` between two attempts.
 *
 * Events
 * - `state` {state, previous, retryIn}: `retryIn` in milliseconds while waiting
 * - `account-event`, `session-event` and every other kind of message: the message itself
 * - `trace` {direction: 'sent' | 'received', message}
 */
export class Connection extends EventTarget {
  #url;
  #protocol;
  #pingInterval;
  #missablePings;
  #openTimeout;
  #state = 'closed';
  #socket = null;
  #attempt = null;
  #openTimer = 0;
  #retryIn = shortestRetry;
  #retryTimer = 0;
  #pending = new Map();

  /**
   * @param {string|URL} url `ws:` or `wss:` address of the gateway
   * @param {object} [options] all times in milliseconds
   * @param {number} [options.pingInterval] between two pings of ours
   * @param {number} [options.missablePings] the connection counts as lost after so many unanswered
   * @param {number} [options.openTimeout] for the handshake and the gateway's ready-event
   */
  constructor(url, { protocol = 'sylkRTC-2', pingInterval = 5000, missablePings = 6, openTimeout = 15000 } = {}) {
    super();
    this.#url = String(url);
    this.#protocol = protocol;
    this.#pingInterval = pingInterval;
    this.#missablePings = missablePings;
    this.#openTimeout = openTimeout;
  }

  get url() {
    return this.#url;
  }

  get state() {
    return this.#state;
  }

  /** Connects now, and again whenever the connection is lost, until `close`. */
  open() {
    if (this.#state === 'closed' || this.#state === 'waiting') {
      this.#connect();
    }
  }

  /** Ends the connection; the gateway ends the calls and registrations made on it. */
  close() {
    clearTimeout(this.#retryTimer);
    this.#release();
    this.#setState('closed');
  }

  /**
   * Sends a request and waits for its response.
   *
   * @param {string} name for instance `session-create`
   * @param {object} [members] of the request; those that are undefined are left out
   * @throws {RequestError} the gateway answered with an error
   * @throws {ConnectionLostError} there is no connection, or it ended before the answer
   */
  request(name, members = {}) {
    if (this.#state !== 'ready') {
      return Promise.reject(new ConnectionLostError());
    }

    return this.#send(name, members);
  }

  #connect() {
    clearTimeout(this.#retryTimer);
    const attempt = new AbortController();
    const { signal } = attempt;
    const socket = new WebSocket(this.#url, this.#protocol);
    this.#attempt = attempt;
    this.#socket = socket;
    socket.addEventListener('open', () => this.#keepAlive(signal), { signal });
    socket.addEventListener('message', event => this.#receive(event.data), { signal });
    socket.addEventListener('close', () => this.#lose(), { signal });
    this.#openTimer = setTimeout(() => this.#lose(), this.#openTimeout);
    this.#setState('connecting');
  }

  /** A dead network closes no socket: only unanswered pings tell. */
  #keepAlive(signal) {
    let unanswered = 0;
    const timer = setInterval(() => {
      if (unanswered >= this.#missablePings) {
        this.#lose();
        return;
      }

      const answered = () => unanswered = 0;
      unanswered++;
      this.#send('ping', {}).then(answered, error => error instanceof RequestError && answered());
    }, this.#pingInterval);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  #send(name, members) {
    const transaction = uuid();
    const message = { sylkrtc: name, transaction, ...members };
    return new Promise((resolve, reject) => {
      this.#pending.set(transaction, { name, resolve, reject });
      this.#socket.send(JSON.stringify(message));
      this.#trace('sent', message);
    });
  }

  #receive(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }

    this.#trace('received', message);
    switch (message?.sylkrtc) {
      case 'ack':
      case 'error':
        this.#respond(message);
        break;
      case 'ready-event':
        clearTimeout(this.#openTimer);
        this.#retryIn = shortestRetry;
        this.#setState('ready');
        break;
      case undefined:
        break;
      default:
        this.dispatchEvent(new CustomEvent(message.sylkrtc, { detail: message }));
    }
  }

  #respond({ sylkrtc, transaction, error }) {
    const request = this.#pending.get(transaction);
    if (!request) {
      return;
    }

    this.#pending.delete(transaction);
    if (sylkrtc === 'ack') {
      request.resolve();
    } else {
      request.reject(new RequestError(request.name, error));
    }
  }

  #lose() {
    this.#release();
    const retryIn = this.#retryIn;
    this.#retryIn = retryIn < longestRetry ? retryIn * 2 : shortestRetry;
    this.#retryTimer = setTimeout(() => this.#connect(), retryIn);
    this.#setState('waiting', retryIn);
  }

  /** Lets go of the socket at once: its own close event may come a minute later. */
  #release() {
    clearTimeout(this.#openTimer);
    this.#attempt?.abort();
    this.#attempt = null;
    this.#socket?.close();
    this.#socket = null;
    const abandoned = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of abandoned) {
      reject(new ConnectionLostError());
    }
  }

  #setState(state, retryIn) {
    const previous = this.#state;
    if (state !== previous) {
      this.#state = state;
      this.dispatchEvent(new CustomEvent('state', { detail: { state, previous, retryIn } }));
    }
  }

  #trace(direction, message) {
    this.dispatchEvent(new CustomEvent('trace', { detail: { direction, message } }));
  }
}
