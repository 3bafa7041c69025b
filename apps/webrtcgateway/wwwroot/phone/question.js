import { byId, setText } from './dom.js';

/**
 * Asks the user before something is lost.
 *
 * @param {string} text
 * @param {string} yes what the button says that does it
 * @returns {Promise<boolean>}
 */
export function ask(text, yes) {
  const dialog = byId('question');
  setText(byId('question-text'), text);
  setText(byId('question-yes'), yes);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}
