import { byId, setText } from './dom.js';

/** A word about the connection to the server, while it is missing. */
export class ConnectionView {
  #retryAt = 0;
  #timer = 0;

  /** @param {import('../sylk-client.js').Connection} connection */
  constructor(connection) {
    connection.addEventListener('state', ({ detail }) => this.#follow(detail));
    byId('connection-retry').addEventListener('click', () => connection.open());
    addEventListener('online', () => connection.state === 'waiting' && connection.open());
  }

  #follow({ state, retryIn }) {
    const element = byId('connection');
    const wasLost = element.dataset.lost === 'true';
    clearInterval(this.#timer);
    element.dataset.state = state;
    element.dataset.lost = state === 'waiting' || (state === 'connecting' && wasLost);
    element.hidden = element.dataset.lost !== 'true';
    byId('connection-retry').hidden = state !== 'waiting';
    if (state === 'waiting') {
      this.#retryAt = Date.now() + retryIn;
      this.#timer = setInterval(() => this.#countDown(), 1000);
      this.#countDown();
    } else {
      setText(byId('connection-text'), 'Connecting to the server…');
    }
  }

  #countDown() {
    const seconds = Math.max(1, Math.round((this.#retryAt - Date.now()) / 1000));
    setText(byId('connection-text'), `No connection. Trying again in ${seconds}\u00a0s.`);
  }
}
