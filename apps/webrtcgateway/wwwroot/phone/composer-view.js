import { byId } from './dom.js';

/** Longest text that can be sent at once: what the gateway takes is far more, what people read far less. */
const longest = 100000;

/** Where the user writes: Enter sends, Shift and Enter make a line. Drafts stay with their conversations. */
export class ComposerView {
  #text = byId('composer-text');
  #send = byId('composer-send');
  #actions;
  #contact = null;
  #drafts = new Map();

  /**
   * @param {object} actions
   * @param {(text: string) => void} actions.send
   * @param {(isEmpty: boolean) => void} actions.typed
   * @param {(files: File[]) => void} actions.sendFiles
   */
  constructor(actions) {
    this.#actions = actions;
    this.#text.maxLength = longest;
    this.#text.addEventListener('input', () => this.#follow());
    this.#text.addEventListener('keydown', event => this.#followKey(event));
    this.#text.addEventListener('paste', event => this.#takeFiles(event, event.clipboardData));
    byId('composer').addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    byId('composer-attach').addEventListener('click', () => byId('composer-file').click());
    byId('composer-file').addEventListener('change', ({ target }) => {
      actions.sendFiles([...target.files]);
      target.value = '';
    });
    this.#takeDrops(byId('conversation'));
  }

  /** @param {string|null} contact */
  show(contact) {
    if (this.#contact !== null) {
      this.#text.value ? this.#drafts.set(this.#contact, this.#text.value) : this.#drafts.delete(this.#contact);
    }

    this.#contact = contact;
    this.#text.value = this.#drafts.get(contact) ?? '';
    this.#fit();
  }

  focus() {
    this.#text.focus({ preventScroll: true });
  }

  forgetDrafts() {
    this.#drafts.clear();
    this.#contact = null;
    this.#text.value = '';
  }

  #submit() {
    const text = this.#text.value.trim();
    if (text) {
      this.#text.value = '';
      this.#fit();
      this.#actions.send(text);
    }

    this.focus();
  }

  #follow() {
    this.#fit();
    this.#actions.typed(this.#text.value.trim() === '');
  }

  /** While an input method is composing, Enter belongs to it. */
  #followKey(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    }
  }

  #fit() {
    this.#send.disabled = this.#text.value.trim() === '';
    this.#text.style.height = 'auto';
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }

  #takeFiles(event, transfer) {
    const files = [...transfer?.files ?? []];
    if (files.length > 0) {
      event.preventDefault();
      this.#actions.sendFiles(files);
    }
  }

  #takeDrops(area) {
    const setHint = isShown => area.classList.toggle('dropping', isShown);
    const holdsFiles = event => event.dataTransfer?.types.includes('Files');
    area.addEventListener('dragover', event => {
      if (holdsFiles(event)) {
        event.preventDefault();
        setHint(true);
      }
    });
    area.addEventListener('dragleave', event => !area.contains(event.relatedTarget) && setHint(false));
    area.addEventListener('drop', event => {
      setHint(false);
      this.#takeFiles(event, event.dataTransfer);
    });
  }
}
