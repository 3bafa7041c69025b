import { icon, make, setText } from './dom.js';
import { clockOf } from './time.js';
import { fileIn, sizeOf } from './file-description.js';
import { isEmoji, plainText, textNodes } from './message-text.js';
import { messageFailure } from './plain-words.js';
import { essence, stateOf, textOf } from './message-record.js';

const ticks = {
  pending: { picture: 'tick-pending', label: 'Not sent yet' },
  accepted: { picture: 'tick-accepted', label: 'Sent' },
  delivered: { picture: 'tick-delivered', label: 'Delivered' },
  displayed: { picture: 'tick-delivered', label: 'Read' },
  failed: { picture: 'tick-failed', label: 'Not sent' },
};

/** The state of a message in the words of its user. */
export function tickOf(state) {
  return ticks[state] ? state : 'failed';
}

export function tickIcon(state) {
  const tick = ticks[tickOf(state)];
  const picture = icon(tick.picture);
  picture.classList.add('tick');
  picture.dataset.state = tickOf(state);
  return make('span', { role: 'img', 'aria-label': tick.label, title: tick.label }, picture);
}

/** One message of a conversation. */
export class MessageBubble {
  #record;
  #state = make('span', { className: 'message-state' });
  #failure = make('p', { className: 'message-failure', hidden: true });
  #body = make('div', { className: 'bubble' });

  /**
   * @param {object} actions
   * @param {(record: import('./message-record.js').MessageRecord) => void} actions.remove
   * @param {(record: import('./message-record.js').MessageRecord) => void} actions.retry
   */
  constructor(record, { remove, retry }) {
    const removeButton = make('button', {
      type: 'button', className: 'icon-button message-remove', title: 'Remove', 'aria-label': 'Remove this message', onclick: () => remove(this.#record),
    }, icon('trash'));
    this.#failure.append(
      make('span'), ' ', make('button', { type: 'button', className: 'link', textContent: 'Try again', onclick: () => retry(this.#record) }));
    this.element = make('li', { className: `message ${record.direction}`, 'data-id': record.id, tabIndex: -1 },
      make('div', { className: 'message-line' }, this.#body, removeButton), this.#failure);
    this.update(record);
  }

  /** Shows what has changed. */
  update(record) {
    const isNew = this.#record?.texts.length !== record.texts.length || textOf(this.#record) !== textOf(record);
    this.#record = record;
    if (isNew) {
      this.#body.replaceChildren(...this.#content(record), make('span', { className: 'message-facts' },
        make('time', { dateTime: new Date(record.at).toISOString(), textContent: clockOf(new Date(record.at)), title: new Date(record.at).toLocaleString() }),
        this.#state));
    }

    if (record.direction === 'outgoing') {
      this.#showState(record);
    }
  }

  /** Whether it continues what the message before it began. */
  set follows(follows) {
    this.element.classList.toggle('follows', follows);
  }

  #showState(record) {
    const state = tickOf(stateOf(record));
    if (this.element.dataset.state !== state) {
      this.element.dataset.state = state;
      this.#state.replaceChildren(tickIcon(state));
    }

    this.#failure.hidden = state !== 'failed';
    setText(this.#failure.firstElementChild, messageFailure(record));
  }

  #content(record) {
    if (essence(record.type) === 'application/sylk-file-transfer') {
      const file = fileIn(textOf(record));
      return file ? fileContent(file) : [make('p', { className: 'message-text', textContent: 'A file that cannot be shown.' })];
    }

    const text = essence(record.type) === 'text/html' ? plainText(textOf(record)) : textOf(record);
    if (/^-----BEGIN PGP MESSAGE-----/.test(text)) {
      return [make('p', { className: 'message-text unreadable', textContent: 'An encrypted message: it can be read where its key is.' })];
    }

    return [make('p', { className: isEmoji(text) ? 'message-text emoji' : 'message-text', dir: 'auto' }, ...textNodes(text))];
  }
}

/** Name, size and, where it can be, the thing itself. */
function fileContent(file) {
  const link = make('a', { className: 'file', ...file.url && { href: file.url.href, target: '_blank', rel: 'noopener noreferrer', download: file.name } },
    make('span', { className: 'file-icon' }, icon(file.url ? 'download' : 'file')),
    make('span', { className: 'row-text' },
      make('bdi', { className: 'row-name', textContent: file.name }),
      make('span', { className: 'row-facts', textContent: sizeOf(file.size) })));
  return [...previewOf(file), link];
}

function previewOf({ preview, url, name }) {
  switch (preview) {
    case 'picture':
      return [make('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer', className: 'preview' },
        make('img', { src: url.href, alt: name, loading: 'lazy', decoding: 'async', onerror: hideFailed }))];
    case 'video':
      return [make('video', { src: url.href, controls: true, preload: 'metadata', className: 'preview', 'aria-label': name, onerror: hideFailed })];
    case 'sound':
      return [make('audio', { src: url.href, controls: true, preload: 'metadata', className: 'preview', 'aria-label': name, onerror: hideFailed })];
    default:
      return [];
  }
}

function hideFailed(event) {
  event.target.hidden = true;
}
