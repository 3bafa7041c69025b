import { withoutScheme } from '../client/identifiers.js';

/**
 * What someone typed, as an address: a bare name or number belongs to the given domain.
 *
 * @returns {string|null} null if it cannot be an address
 */
export function toAddress(text, domain) {
  let typed = withoutScheme(text);
  if (/^\+?[\d\s().-]+$/.test(typed)) {
    typed = typed.replace(/[^\d+]/g, '');
  }

  const address = typed.includes('@') || !domain ? typed : `${typed}@${domain}`;
  return /^[^\s@]+@[^\s@]+$/.test(address) ? address : null;
}

/** An address as its own domain reads it: `bob` for bob@sylk.test, `carol@example.com` as it is. */
export function shortAddress(address, domain) {
  return address.endsWith(`@${domain}`) ? address.slice(0, -domain.length - 1) : address;
}

/** What to call someone: the name they gave, else their address. */
export function nameOf({ displayName, uri }) {
  return displayName || uri.split('@')[0];
}
