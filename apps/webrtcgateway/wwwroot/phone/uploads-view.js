import { byId, icon, make } from './dom.js';
import { FileUpload, uuid } from '../sylk-client.js';
import { sizeOf } from './file-description.js';
import { uploadFailure } from './plain-words.js';

/** Files on their way to the open conversation, each with its progress. */
export class UploadsView {
  #account = null;
  #contact = null;
  #uploads = [];
  #changed;

  /** @param {() => void} changed called when the list became longer or shorter */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @param {import('../sylk-client.js').Account|null} account null: all that is under way is given up */
  begin(account) {
    this.#account = account;
    this.#uploads.forEach(({ upload }) => upload.cancel());
    this.#uploads = [];
    this.#render();
  }

  /** @param {string|null} contact */
  show(contact) {
    this.#contact = contact;
    this.#render();
  }

  /** @param {File[]} files sent one by one */
  async send(contact, files) {
    const items = files.map(file => this.#item(contact, file));
    this.#uploads.push(...items);
    this.#render();
    for (const item of items) {
      await this.#start(item);
    }
  }

  /** Those that are messages now are no longer on their way. */
  settle(messages) {
    this.#uploads.filter(item => messages.some(record => record.id === item.id)).forEach(item => this.#forget(item));
  }

  #item(contact, file) {
    const progress = make('progress', { max: Math.max(1, file.size), value: 0, 'aria-label': `Sending ${file.name}` });
    const status = make('span', { className: 'row-facts' });
    const item = { id: uuid(), contact, file, progress, status, upload: null, isCancelled: false };
    const retry = make('button', { type: 'button', className: 'link', textContent: 'Try again', hidden: true, onclick: () => this.#start(item) });
    const cancel = make('button', {
      type: 'button', className: 'icon-button', title: 'Cancel', 'aria-label': `Do not send ${file.name}`, onclick: () => this.#cancel(item),
    }, icon('close'));
    item.retry = retry;
    item.element = make('li', { className: 'message outgoing upload' }, make('div', { className: 'bubble' },
      make('div', { className: 'file' },
        make('span', { className: 'file-icon' }, icon('file')),
        make('span', { className: 'row-text' }, make('bdi', { className: 'row-name', textContent: file.name }), status),
        retry, cancel),
      progress));
    this.#showProgress(item, 0);
    return item;
  }

  async #start(item) {
    if (item.isCancelled) {
      return;
    }

    item.retry.hidden = true;
    item.progress.hidden = false;
    item.element.dataset.state = 'sending';
    item.upload = new FileUpload({
      base: new URL('./', location.href), sender: this.#account.address, receiver: item.contact, id: item.id, file: item.file,
    });
    item.upload.addEventListener('progress', ({ detail }) => this.#showProgress(item, detail.sent));
    try {
      await item.upload.done;
      this.#forget(item);
    } catch (error) {
      if (!item.isCancelled) {
        item.element.dataset.state = 'failed';
        item.progress.hidden = true;
        item.retry.hidden = false;
        item.status.textContent = uploadFailure(error);
      }
    }
  }

  #cancel(item) {
    item.isCancelled = true;
    item.upload?.cancel();
    this.#forget(item);
  }

  #forget(item) {
    this.#uploads = this.#uploads.filter(other => other !== item);
    this.#render();
  }

  #showProgress({ progress, status, file }, sent) {
    progress.value = sent;
    status.textContent = sent > 0 ? `${sizeOf(Math.min(sent, file.size))} of ${sizeOf(file.size)}` : sizeOf(file.size);
  }

  #render() {
    byId('conversation-uploads').replaceChildren(...this.#uploads.filter(item => item.contact === this.#contact).map(item => item.element));
    this.#changed();
  }
}
