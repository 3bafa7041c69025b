import { byId, setAvatar, setText } from './dom.js';
import { lastWords } from './chats-view.js';
import { nameOf } from './address.js';
import { textOf } from './message-record.js';

const stay = 6000;
const longest = 140;

/** Tells of messages that the user does not see: on the page, and through the browser if he has allowed it by a click. */
export class MessageAlerts {
  #open;
  #contact = null;
  #timer = 0;

  /** @param {(contact: string) => void} open */
  constructor(open) {
    this.#open = open;
    byId('message-notice').addEventListener('click', () => {
      this.dismiss();
      open(this.#contact);
    });
    byId('notify').addEventListener('click', async () => {
      await Notification.requestPermission();
      this.offer();
    });
  }

  /** Offers notifications where they can be had and were not asked for yet. */
  offer() {
    byId('notify').hidden = !('Notification' in window) || Notification.permission !== 'default' || !isSecureContext;
  }

  /** A word on the page, for a moment. */
  show(record) {
    clearTimeout(this.#timer);
    this.#contact = record.contact;
    const { name, text } = wordsOf(record);
    setAvatar(byId('message-notice-avatar'), { address: record.contact, name: record.name });
    setText(byId('message-notice-name'), name);
    setText(byId('message-notice-text'), text);
    byId('message-notice').hidden = false;
    this.#timer = setTimeout(() => this.dismiss(), stay);
  }

  dismiss() {
    clearTimeout(this.#timer);
    byId('message-notice').hidden = true;
  }

  /** A word outside of the page. */
  notify(record) {
    if (!('Notification' in window) || Notification.permission !== 'granted') {
      return;
    }

    const { name, text } = wordsOf(record);
    const notification = new Notification(name, { body: text, tag: `sylk ${record.contact}`, icon: 'icon.svg' });
    notification.addEventListener('click', () => {
      window.focus();
      notification.close();
      this.#open(record.contact);
    });
  }
}

function wordsOf(record) {
  return {
    name: nameOf({ displayName: record.name, uri: record.contact }),
    text: lastWords({ type: record.type, text: textOf(record) }).slice(0, longest),
  };
}
