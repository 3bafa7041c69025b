/** The gateway refused a request; `message` is its text. */
export class RequestError extends Error {
  constructor(request, text) {
    super(text);
    this.name = 'RequestError';
    this.request = request;
  }
}

/** The connection ended before the gateway answered. */
export class ConnectionLostError extends Error {
  constructor() {
    super('Connection lost');
    this.name = 'ConnectionLostError';
  }
}

/** Why a call, an update or a registration ended: `486 Busy Here` as code and phrase. */
export class EndReason {
  /** @param {string} [text] as the gateway reports it; a text without a code has code 0 */
  constructor(text = '') {
    const match = /^(\d{3})(?:\s+(.*))?$/s.exec(text.trim());
    this.code = match ? Number(match[1]) : 0;
    this.phrase = match ? (match[2] ?? '').trim() : text.trim();
  }

  toString() {
    return this.code ? `${this.code} ${this.phrase}`.trim() : this.phrase;
  }
}

/** The other side refused a change of the media; `reason` says why. */
export class UpdateError extends Error {
  /** @param {EndReason} reason */
  constructor(reason) {
    super(reason.toString());
    this.name = 'UpdateError';
    this.reason = reason;
  }
}
