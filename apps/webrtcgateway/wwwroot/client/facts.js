/**
 * What the gateway tells about messages, by events and by the journal, in one form.
 *
 * @typedef {object} Message
 * @property {string} id
 * @property {string} contact the other party
 * @property {string} [name] what the other party calls himself
 * @property {'incoming' | 'outgoing'} direction
 * @property {number} at when it was sent, in milliseconds since 1970
 * @property {string} timestamp the same as it was written
 * @property {string} type of the content
 * @property {string} content
 * @property {string} state `pending`, `accepted`, `delivered`, `displayed`, `failed`, … or `received`
 * @property {string[]} wants which reports the sender waits for: `positive-delivery`, `display`
 * @property {boolean} [isRead] by another device
 *
 * @typedef {{kind: 'message', message: Message, isJournaled: boolean}
 *   | {kind: 'state', id: string, state: string, code: number, reason: string}
 *   | {kind: 'removed', id: string}
 *   | {kind: 'read', contact: string, isJournaled: boolean}
 *   | {kind: 'conversation-removed', contact: string, isJournaled: boolean}} Fact
 */

/** An account-event `message`. One to oneself comes back this way. */
export function factOfMessage(event, address) {
  const isOwn = event.sender.uri === address;
  return {
    kind: 'message',
    isJournaled: false,
    message: {
      id: event.message_id,
      contact: event.sender.uri,
      name: event.sender.display_name ?? '',
      direction: isOwn ? 'outgoing' : 'incoming',
      ...time(event.timestamp),
      type: event.content_type,
      content: event.content,
      state: isOwn ? 'delivered' : 'received',
      wants: isOwn ? [] : event.disposition_notification ?? [],
    },
  };
}

/** An account-event `disposition-notification`. */
export function factOfDisposition({ message_id: id, state, code, reason }) {
  return { kind: 'state', id, state, code: Number(code), reason: reason ?? '' };
}

/** @returns {Fact|null} an account-event `sync`: what another device of the account has done */
export function factOfSync({ type, action, content }, address) {
  switch (`${type}/${action}`) {
    case 'message/add':
      return {
        kind: 'message',
        isJournaled: false,
        message: {
          id: content.message_id,
          contact: content.uri,
          direction: 'outgoing',
          ...time(content.timestamp),
          type: content.content_type,
          content: content.content,
          state: content.server_generated || content.uri === address ? 'accepted' : 'pending',
          wants: [],
        },
      };
    case 'message/remove':
      return { kind: 'removed', id: content.message_id };
    case 'conversation/read':
      return { kind: 'read', contact: content.contact, isJournaled: false };
    case 'conversation/remove':
      return { kind: 'conversation-removed', contact: content.contact, isJournaled: false };
    default:
      return null;
  }
}

/** @returns {Fact|null} an entry of the journal; null: nothing that we understand */
export function factOfEntry(entry) {
  switch (entry.content_type.split(';')[0].trim().toLowerCase()) {
    case 'message/imdn':
      return withJson(entry.content, factOfDisposition);
    case 'application/sylk-message-remove':
      return withJson(entry.content, removed => ({ kind: 'removed', id: removed.message_id }));
    case 'application/sylk-conversation-read':
      return { kind: 'read', contact: entry.content, isJournaled: true };
    case 'application/sylk-conversation-remove':
      return { kind: 'conversation-removed', contact: entry.content, isJournaled: true };
    default:
      return entry.direction ? factOfJournaled(entry) : null;
  }
}

function factOfJournaled(entry) {
  const wants = entry.disposition ?? [];
  const isIncoming = entry.direction === 'incoming';
  return {
    kind: 'message',
    isJournaled: true,
    message: {
      id: entry.message_id,
      contact: entry.contact,
      direction: entry.direction,
      ...time(entry.timestamp),
      type: entry.content_type,
      content: entry.content,
      state: entry.state ?? (isIncoming ? 'received' : 'accepted'),
      wants: isIncoming ? wants : [],
      // A sender who has asked for nothing has null here: then only the marks in the journal tell.
      isRead: isIncoming && Array.isArray(entry.disposition) && wants.length === 0,
    },
  };
}

/** A clock that is ahead must not keep a message below all that follow. */
function time(timestamp) {
  const at = Date.parse(timestamp);
  return { at: Number.isNaN(at) ? Date.now() : Math.min(at, Date.now()), timestamp };
}

function withJson(text, read) {
  try {
    return read(JSON.parse(text));
  } catch {
    return null;
  }
}
