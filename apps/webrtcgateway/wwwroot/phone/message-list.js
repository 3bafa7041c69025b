import { byId, make } from './dom.js';
import { dayOf } from './time.js';
import { MessageBubble } from './message-bubble.js';

/** Messages so close together look like one. */
const closeTogether = 5 * 60000;
/** So near to its end, in pixels, the list follows new messages. */
const nearEnd = 60;
const nearBegin = 400;

/** The messages of the open conversation, with a line for each day. */
export class MessageList {
  #actions;
  #scroller = byId('conversation-scroll');
  #list = byId('conversation-messages');
  #bubbles = new Map();
  #contact = null;
  #isAtEnd = true;
  #missed = 0;
  #isFetching = false;

  /**
   * @param {object} actions
   * @param {() => Promise<void>} actions.showOlder
   * @param {() => void} actions.atEnd the newest message is in sight
   * @param {(record: object) => void} actions.remove
   * @param {(record: object) => void} actions.retry
   */
  constructor(actions) {
    this.#actions = actions;
    this.#scroller.addEventListener('scroll', () => this.#followScroll(), { passive: true });
    byId('conversation-newest').addEventListener('click', () => this.scrollToEnd());
    this.#list.addEventListener('keydown', event => this.#followKey(event));
    this.#list.addEventListener('focusin', ({ target }) => this.#moveTabStop(target.closest('.message')));
    // Pictures and the keyboard of a phone change what fits.
    new ResizeObserver(() => this.#isAtEnd && this.#jumpToEnd()).observe(this.#list);
    new ResizeObserver(() => this.#isAtEnd && this.#jumpToEnd()).observe(this.#scroller);
  }

  /** Whether the newest message is in sight. */
  get isAtEnd() {
    return this.#isAtEnd;
  }

  /** @param {{contact: string, messages: object[], hasOlder: boolean}|null} open */
  show(open) {
    const isOther = (open?.contact ?? null) !== this.#contact;
    if (isOther) {
      this.#contact = open?.contact ?? null;
      this.#bubbles.clear();
      this.#list.replaceChildren();
      this.#isAtEnd = true;
      this.#missed = 0;
    }

    // Only what arrives is read aloud.
    this.#scroller.setAttribute('aria-live', isOther ? 'off' : 'polite');
    const fromEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    const before = this.#bubbles.size;
    const last = this.#list.lastElementChild;
    this.#render(open?.messages ?? []);
    if (this.#isAtEnd) {
      this.#jumpToEnd();
    } else if (last === this.#list.lastElementChild) {
      // Older ones came above: what is read stays where it is.
      this.#scroller.scrollTop = this.#scroller.scrollHeight - fromEnd;
    } else {
      this.#missed += Math.max(0, this.#bubbles.size - before);
    }

    this.#showNewest();
  }

  scrollToEnd() {
    this.#isAtEnd = true;
    this.#jumpToEnd();
    this.#showNewest();
    this.#actions.atEnd();
  }

  #render(messages) {
    const elements = [];
    const bubbles = new Map();
    let previous = null;
    for (const record of messages) {
      const day = new Date(record.at).toDateString();
      const isNewDay = !previous || day !== new Date(previous.at).toDateString();
      if (isNewDay) {
        elements.push(this.#dayLine(day, record.at));
      }

      const bubble = this.#bubbles.get(record.id) ?? new MessageBubble(record, this.#actions);
      bubble.update(record);
      bubble.follows = !isNewDay && previous.direction === record.direction && record.at - previous.at < closeTogether;
      bubbles.set(record.id, bubble);
      elements.push(bubble.element);
      previous = record;
    }

    this.#bubbles = bubbles;
    arrange(this.#list, elements);
    this.#keepTabStop();
  }

  #dayLine(day, at) {
    return this.#list.querySelector(`[data-day="${day}"]`)
      ?? make('li', { className: 'day', 'data-day': day, textContent: dayOf(new Date(at)) });
  }

  /** One message is reached by the tabulator, the others from there. */
  #keepTabStop() {
    if (!this.#list.querySelector('.message[tabindex="0"]')) {
      this.#moveTabStop([...this.#bubbles.values()].at(-1)?.element);
    }
  }

  #moveTabStop(message) {
    this.#list.querySelectorAll('.message[tabindex="0"]').forEach(other => other.tabIndex = -1);
    if (message) {
      message.tabIndex = 0;
    }
  }

  #followKey(event) {
    const messages = [...this.#bubbles.values()].map(bubble => bubble.element);
    const index = event.target.matches('video, audio') ? -1 : messages.indexOf(event.target.closest('.message'));
    const target = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: messages.length - 1 }[event.key];
    if (index < 0) {
      return;
    }

    if (target !== undefined) {
      event.preventDefault();
      messages[target]?.focus();
    } else if (event.key === 'Delete') {
      messages[index].querySelector('.message-remove').click();
    }
  }

  #jumpToEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #followScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    if (clientHeight === 0) {
      return;
    }

    const isAtEnd = scrollHeight - scrollTop - clientHeight < nearEnd;
    if (isAtEnd && !this.#isAtEnd) {
      this.#isAtEnd = true;
      this.#actions.atEnd();
    }

    this.#isAtEnd = isAtEnd;
    this.#showNewest();
    if (scrollTop < nearBegin && !isAtEnd && !this.#isFetching) {
      this.#isFetching = true;
      this.#actions.showOlder().finally(() => this.#isFetching = false);
    }
  }

  #showNewest() {
    this.#missed = this.#isAtEnd ? 0 : this.#missed;
    byId('conversation-newest').hidden = this.#isAtEnd;
    byId('conversation-newest-count').hidden = this.#missed === 0;
    byId('conversation-newest-count').textContent = this.#missed;
  }
}

/** Puts elements in order and touches only those that are not in their place, so that focus and sight stay. */
function arrange(list, elements) {
  const wanted = new Set(elements);
  [...list.children].filter(element => !wanted.has(element)).forEach(element => element.remove());
  elements.forEach((element, index) => {
    if (list.children[index] !== element) {
      list.insertBefore(element, list.children[index] ?? null);
    }
  });
}
