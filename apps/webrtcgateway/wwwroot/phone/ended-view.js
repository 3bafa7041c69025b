import { byId, setAvatar, setText } from './dom.js';
import { durationOf } from './time.js';

const shortStay = 2500;

/** How the call ended: for a moment, or until the user has read why it failed. */
export class EndedView {
  #line = null;
  #timer = 0;
  #changed;

  /**
   * @param {(address: string, options: {video: boolean}) => void} place
   * @param {() => void} changed called when there is nothing more to show
   */
  constructor(place, changed) {
    this.#changed = changed;
    byId('ended-close').addEventListener('click', () => this.dismiss());
    byId('ended-again').addEventListener('click', () => {
      const { address, withVideo } = this.#line;
      this.dismiss();
      place(address, { video: withVideo });
    });
  }

  get isShown() {
    return this.#line !== null;
  }

  /** @param {import('./line.js').Line} line a call that ended in the foreground */
  show(line) {
    clearTimeout(this.#timer);
    this.#line = line;
    setAvatar(byId('ended-avatar'), line);
    setText(byId('ended-name'), line.name);
    setText(byId('ended-address'), line.address);
    const talked = line.secondsTalked;
    setText(byId('ended-text'), talked > 0 ? `${line.endText} ${durationOf(talked)}` : line.endText);
    byId('ended').dataset.failed = line.hasFailed;
    byId('ended-again').hidden = !line.hasFailed;
    if (!line.hasFailed) {
      this.#timer = setTimeout(() => this.dismiss(), shortStay);
    }
  }

  dismiss() {
    clearTimeout(this.#timer);
    this.#line = null;
    this.#changed();
  }
}
