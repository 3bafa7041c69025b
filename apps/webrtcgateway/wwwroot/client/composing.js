/** Signs of typing (RFC 3994). */
export const composingType = 'application/im-iscomposing+xml';

/** How long a sign counts when it does not say so itself, and at most, in seconds. */
const usualRefresh = 120;

/** @param {boolean} isActive whether someone is typing, or no longer is */
export function composingDocument(isActive, refresh) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>${isActive ? 'active' : 'idle'}</state>`
    + `<contenttype>text/plain</contenttype>${isActive ? `<refresh>${refresh}</refresh>` : ''}</isComposing>`;
}

/** @returns {{isActive: boolean, seconds: number}} states that we do not know mean idle (section 3.2) */
export function readComposing(document) {
  const refresh = Number(/<(?:[\w.-]+:)?refresh\s*>\s*(\d{1,6})\s*</.exec(document)?.[1] ?? usualRefresh);
  return {
    isActive: /<(?:[\w.-]+:)?state\s*>\s*active\s*</.test(document),
    seconds: Math.min(refresh, usualRefresh),
  };
}
