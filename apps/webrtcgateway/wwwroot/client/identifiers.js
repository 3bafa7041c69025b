/**
 * A random UUID, version 4 (RFC 9562). `crypto.randomUUID` exists in secure contexts only, and
 * a page may be looked at without one.
 */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** `sip:bob@example.com` without its scheme, as the gateway compares addresses. */
export function withoutScheme(address) {
  return address.trim().replace(/^sips?:/i, '');
}
