import { byId, make } from './dom.js';

const keys = [
  ['1', ''], ['2', 'abc'], ['3', 'def'],
  ['4', 'ghi'], ['5', 'jkl'], ['6', 'mno'],
  ['7', 'pqrs'], ['8', 'tuv'], ['9', 'wxyz'],
  ['*', ''], ['0', '+'], ['#', ''],
];

/** The keypad for tones during a call. */
export class KeypadView {
  #press;

  /** @param {(key: string) => void} press */
  constructor(press) {
    this.#press = press;
    byId('keypad-keys').replaceChildren(...keys.map(([key, letters]) => make('button', {
      type: 'button',
      className: 'key',
      'data-key': key,
      'aria-label': key,
      onclick: () => this.press(key),
    }, make('b', { textContent: key }), make('small', { textContent: letters }))));
  }

  get isOpen() {
    return !byId('keypad').hidden;
  }

  open(isOpen) {
    byId('keypad').hidden = !isOpen;
    byId('call').dataset.keypad = isOpen ? 'open' : '';
    byId('call-keypad').setAttribute('aria-expanded', isOpen);
  }

  clear() {
    byId('keypad-tones').textContent = '';
  }

  press(key) {
    byId('keypad-tones').textContent += key;
    this.#press(key);
  }

  static isKey(key) {
    return keys.some(([known]) => known === key);
  }
}
