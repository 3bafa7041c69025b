import { Line } from './line.js';

/**
 * The lines of the phone: one in the foreground, others on hold or ringing.
 *
 * Events: `change` after any line changed, `note` {line, text}, `ended` {line}.
 */
export class Switchboard extends EventTarget {
  #account;
  #lines = [];
  #foreground = null;

  /** @param {import('../sylk-client.js').Account} account */
  constructor(account) {
    super();
    this.#account = account;
    account.addEventListener('incomingcall', ({ detail }) => this.#ring(detail));
  }

  /** @returns {Line[]} */
  get lines() {
    return this.#lines;
  }

  /** The line the user talks or listens to, or null. */
  get foreground() {
    return this.#foreground;
  }

  /** @returns {Line[]} calls that nobody answered yet */
  get ringing() {
    return this.#lines.filter(line => line.phase === 'incoming' && line !== this.#foreground);
  }

  /** Calls someone; a call in the foreground is put on hold. */
  async place(address, { video }) {
    await this.#makeRoom();
    this.#bringForward(this.#add(Line.place(this.#account, address, { video })));
  }

  /** Answers; a call in the foreground is put on hold. */
  async answer(line, { video }) {
    if (line !== this.#foreground) {
      await this.#makeRoom();
      this.#bringForward(line);
    }

    await line.answer({ video });
  }

  /** Talks on another line; the present one is put on hold. */
  async switchTo(line) {
    await this.#makeRoom();
    this.#bringForward(line);
    await line.resume();
  }

  async hangUpAll() {
    await Promise.all(this.#lines.map(line => line.hangUp()));
  }

  #ring({ call, media }) {
    const line = this.#add(Line.ring(this.#account, call, media));
    this.#bringForward(this.#foreground ?? line);
  }

  /** A call that is not yet established cannot be held: it ends. */
  async #makeRoom() {
    const line = this.#foreground;
    if (line?.phase === 'talking') {
      await (line.isHeld ? null : line.hold());
    } else if (line && line.phase !== 'incoming') {
      await line.hangUp();
    }
  }

  #add(line) {
    this.#lines.push(line);
    line.addEventListener('note', ({ detail: { text } }) => this.#emit('note', { line, text }));
    line.addEventListener('change', () => {
      if (line.phase === 'ended') {
        this.#remove(line);
      } else {
        this.#emit('change');
      }
    });
    return line;
  }

  #bringForward(line) {
    this.#foreground = this.#lines.includes(line) ? line : null;
    this.#emit('change');
  }

  #remove(line) {
    if (!this.#lines.includes(line)) {
      return;
    }

    const wasForeground = line === this.#foreground;
    this.#lines = this.#lines.filter(other => other !== line);
    if (wasForeground) {
      this.#foreground = this.#lines.at(-1) ?? null;
    }

    this.#emit('ended', { line, wasForeground });
    this.#emit('change');
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
