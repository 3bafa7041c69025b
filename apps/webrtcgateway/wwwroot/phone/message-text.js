import { make } from './dom.js';

const links = /\bhttps?:\/\/[^\s<>"\u200b\u2060-\u2069\u202a-\u202e]+/giu;
/** What ends a sentence and not an address. */
const trailing = /[.,;:!?'")\]}>…]+$/u;
const onlyEmoji = /^(?:\p{RI}{2}|\p{Extended_Pictographic}(?:\ufe0f|\p{EMod}|\u200d\p{Extended_Pictographic})*|\s)+$/u;
const fewEmoji = 6;

/** What somebody wrote, as nodes: text as text, addresses of the web as links. */
export function textNodes(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(links)) {
    const link = linkOf(match[0]);
    if (link) {
      nodes.push(text.slice(end, match.index), link.element);
      end = match.index + link.length;
    }
  }

  return [...nodes, text.slice(end)].filter(node => node !== '');
}

/** Whether a text is a few emoji and nothing else, to be shown large. */
export function isEmoji(text) {
  return text.length <= 80 && onlyEmoji.test(text) && [...new Intl.Segmenter().segment(text.replace(/\s/g, ''))].length <= fewEmoji && text.trim() !== '';
}

/** The text of a page that somebody sent as a message; nothing of it is loaded or run. */
export function plainText(html) {
  const { body } = new DOMParser().parseFromString(html.replace(/<(?:br|\/p|\/div|\/li)\b[^>]*>/gi, '$&\n'), 'text/html');
  body.querySelectorAll('script, style').forEach(element => element.remove());
  return body.textContent.trim();
}

/** @returns {URL|null} an address of the web, and of nothing else */
export function webAddress(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null;
}

function linkOf(text) {
  let address = text.replace(trailing, '');
  const isOpened = address.includes('(') && text[address.length] === ')';
  address += isOpened ? ')' : '';
  const url = webAddress(address);
  return url && { length: address.length, element: make('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer', textContent: address }) };
}
