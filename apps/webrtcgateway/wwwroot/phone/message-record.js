import { markedPiece, pieceIn } from '../client/long-text.js';

/**
 * A message as the page keeps it; long ones are one here, whatever pieces they have come in.
 *
 * @typedef {object} MessageRecord
 * @property {string} id
 * @property {string[]} ids of its pieces
 * @property {string} contact
 * @property {string} name what the other party calls himself
 * @property {'incoming' | 'outgoing'} direction
 * @property {number} at
 * @property {string} timestamp
 * @property {string} type
 * @property {string[]} texts of its pieces; those that have not come are missing
 * @property {number} total how many pieces there are
 * @property {number} [group] number of the pieces' group, if there are several
 * @property {Object<string, string>} states of its pieces
 * @property {number} code of SIP, why it failed, or 0
 * @property {string} reason the same in words
 * @property {string[]} wants which reports the sender waits for
 * @property {boolean} isSeen an incoming one was looked at, here or on another device
 * @property {boolean} isUnsent the gateway does not have it yet
 */

/** A message never goes back to a state that comes before. Failed are those that may be tried again. */
const order = ['pending', 'failed', 'accepted', 'undelivered', 'error', 'forbidden', 'delivered', 'displayed', 'received'];

const shownTypes = ['text/plain', 'text/html', 'application/sylk-file-transfer'];

/** Whether people read messages of this type. */
export function isShown(type) {
  return shownTypes.includes(essence(type));
}

export function essence(type) {
  return type.split(';')[0].trim().toLowerCase();
}

/** @returns {MessageRecord} */
export function recordOf(message, isUnsent = false) {
  const piece = essence(message.type).startsWith('text/') ? pieceIn(message.content) : null;
  const texts = [];
  texts[piece?.index ?? 0] = piece?.text ?? message.content;
  return {
    id: piece ? `${message.direction} ${message.contact} ${piece.group} ${Date.parse(message.timestamp)}` : message.id,
    ids: [message.id],
    contact: message.contact,
    name: message.name ?? '',
    direction: message.direction,
    at: message.at,
    timestamp: message.timestamp,
    type: message.type,
    texts,
    total: piece?.total ?? 1,
    group: piece?.group,
    states: { [message.id]: message.state },
    code: 0,
    reason: '',
    wants: [...message.wants],
    isSeen: message.direction === 'outgoing' || Boolean(message.isRead),
    isUnsent,
  };
}

/** What both know; the order in which they were learned makes no difference. */
export function merge(known, news) {
  const merged = { ...known, ids: [...new Set([...known.ids, ...news.ids])], texts: [...known.texts], states: { ...known.states } };
  news.texts.forEach((text, index) => merged.texts[index] ??= text);
  for (const [id, state] of Object.entries(news.states)) {
    merged.states[id] = later(merged.states[id], state);
  }

  merged.name = known.name || news.name;
  merged.wants = known.total > 1 ? [...new Set([...known.wants, ...news.wants])] : known.wants.filter(want => news.wants.includes(want));
  merged.isSeen = known.isSeen || news.isSeen;
  merged.isUnsent = known.isUnsent && news.isUnsent;
  return merged;
}

/** A report about one of the pieces. */
export function withState(record, { id, state, code, reason }) {
  // What the receiver could not read is more than what could not be sent: it did arrive.
  const reported = state === 'failed' && code === 200 ? 'undelivered' : state;
  const now = later(record.states[id], reported);
  return {
    ...record,
    states: { ...record.states, [id]: now },
    ...now === 'failed' && reported === 'failed' && { code, reason },
    isUnsent: record.isUnsent && reported === 'pending',
  };
}

/** The state of the whole: read when a piece was read, sent when all were. */
export function stateOf(record) {
  const ranks = Object.values(record.states).map(rank);
  const best = Math.max(...ranks);
  return order[best >= rank('delivered') ? best : ranks.includes(rank('failed')) ? rank('failed') : Math.min(...ranks)];
}

export function textOf(record) {
  return Array.from({ length: record.total }, (_, index) => record.texts[index] ?? ' … ').join('');
}

/** What is sent for it: one content for each of its ids. */
export function contentsOf({ texts, total, group }) {
  return group === undefined ? texts : texts.map((text, index) => markedPiece({ group, index, total, text }));
}

/** Whether the sender still is to be told that it came or was seen. */
export function owedReport(record) {
  if (record.direction === 'outgoing') {
    return null;
  }

  return record.isSeen && record.wants.includes('display') ? 'displayed' : record.wants.includes('positive-delivery') ? 'delivered' : null;
}

export function isUnread(record) {
  return record.direction === 'incoming' && !record.isSeen;
}

/** The order in a conversation. */
export function byTime(one, other) {
  return one.at - other.at || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

function later(known, state) {
  return known === undefined || rank(state) > rank(known) ? state : known;
}

function rank(state) {
  return Math.max(0, order.indexOf(state));
}
