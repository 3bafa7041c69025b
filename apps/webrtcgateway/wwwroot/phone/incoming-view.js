import { byId, setAvatar, setText } from './dom.js';

/** Who is calling, and the answer to it. */
export class IncomingView {
  #line = null;

  /** @param {(line: import('./line.js').Line, options: {video: boolean}) => void} answer */
  constructor(answer) {
    byId('incoming-answer').addEventListener('click', () => answer(this.#line, { video: false }));
    byId('incoming-answer-video').addEventListener('click', () => answer(this.#line, { video: true }));
    byId('incoming-decline').addEventListener('click', () => this.#line.hangUp());
  }

  /** @param {import('./line.js').Line|null} line */
  show(line) {
    const element = byId('incoming');
    element.hidden = line === null;
    if (line === this.#line || !line) {
      this.#line = line;
      return;
    }

    this.#line = line;
    setAvatar(byId('incoming-avatar'), line);
    setText(byId('incoming-name'), line.name);
    setText(byId('incoming-address'), line.address);
    setText(byId('incoming-kind'), line.withVideo ? 'Incoming video call' : 'Incoming call');
    setText(byId('incoming-answer').querySelector('.caption'), line.withVideo ? 'Audio only' : 'Answer');
    byId('incoming-answer-video').hidden = !line.withVideo;
    element.dataset.media = line.withVideo ? 'video' : 'audio';
    if (!document.activeElement?.value) {
      element.focus({ preventScroll: true });
    }
  }
}
