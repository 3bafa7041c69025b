import { byId } from './dom.js';

const tabs = ['chats', 'calls', 'missed'];

/** Which list the panel shows. */
export class TabsView {
  #recentsView;

  /** @param {import('./recents-view.js').RecentsView} recentsView */
  constructor(recentsView) {
    this.#recentsView = recentsView;
    tabs.forEach(tab => byId(`tab-${tab}`).addEventListener('click', () => this.show(tab)));
  }

  /** @param {'chats' | 'calls' | 'missed'} shown */
  show(shown) {
    tabs.forEach(tab => byId(`tab-${tab}`).setAttribute('aria-pressed', tab === shown));
    byId('chats').hidden = shown !== 'chats';
    byId('recents').hidden = shown === 'chats';
    byId('lists').scrollTop = 0;
    this.#recentsView.filter(shown === 'chats' ? null : { onlyMissed: shown === 'missed' });
  }
}
