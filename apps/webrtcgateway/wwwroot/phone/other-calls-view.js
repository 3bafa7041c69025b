import { byId, icon, make, setAvatar } from './dom.js';

/** The calls besides the one in the foreground: those waiting for an answer and those on hold. */
export class OtherCallsView {
  #actions;

  /**
   * @param {object} actions
   * @param {(line: import('./line.js').Line, options: {video: boolean}) => void} actions.answer
   * @param {(line: import('./line.js').Line) => void} actions.switchTo
   */
  constructor(actions) {
    this.#actions = actions;
  }

  /** @param {import('./line.js').Line[]} lines */
  show(lines) {
    const shown = lines.map(line => `${line.address} ${line.phase}`).join();
    const container = byId('other-calls');
    if (container.dataset.shown !== shown) {
      container.dataset.shown = shown;
      container.replaceChildren(...lines.map(line => this.#row(line)));
    }
  }

  #row(line) {
    const isRinging = line.phase === 'incoming';
    const avatar = make('span', { className: 'avatar small', 'aria-hidden': 'true' });
    setAvatar(avatar, line);
    const button = (label, picture, kind, action) => make('button', {
      type: 'button',
      className: `icon-button ${kind}`,
      title: label,
      'aria-label': `${label}: ${line.name}`,
      onclick: action,
    }, icon(picture));
    const buttons = isRinging
      ? [button('Decline', 'hang-up', 'bad', () => line.hangUp()),
        button('Hold and answer', 'call', 'good', () => this.#actions.answer(line, { video: false }))]
      : [button('Hang up', 'hang-up', 'bad', () => line.hangUp()),
        button('Switch to this call', 'switch', '', () => this.#actions.switchTo(line))];
    return make('div', { className: 'other-call', role: isRinging ? 'alert' : 'group', 'data-state': isRinging ? 'ringing' : 'held' },
      avatar,
      make('div', { className: 'row-text' },
        make('span', { className: 'row-name', textContent: line.name }),
        make('span', { className: 'row-facts', textContent: isRinging ? 'is calling' : 'on hold' })),
      ...buttons);
  }
}
