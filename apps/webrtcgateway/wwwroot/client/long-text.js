/**
 * Long texts travel in pieces: each is a message of its own that begins with a mark nobody sees,
 * made of zero-width characters. It tells the number of the group, the place of the piece in it and
 * how many there are, as binary digits.
 *
 * @typedef {{ group: number, index: number, total: number, text: string }} Piece
 */
const longest = 4096;
const longestMark = 160;
const mostPieces = 10000;

const open = '\u2060\u2061';
const close = '\u2061\u2060';
const zero = '\u200b';
const one = '\u200c';
const separator = '\u200d';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** @returns {string[]} what to send for this text: itself, or its pieces */
export function piecesOf(text) {
  const bytes = encoder.encode(text);
  if (bytes.length <= longest) {
    return [text];
  }

  const texts = split(bytes, longest - longestMark);
  const group = crypto.getRandomValues(new Uint32Array(1))[0] % 2 ** 24;
  return texts.map((piece, index) => markedPiece({ group, index, total: texts.length, text: piece }));
}

/** @param {Piece} piece */
export function markedPiece({ group, index, total, text }) {
  return open + [group, index, total].map(bits).join(separator) + close + text;
}

/** @returns {Piece|null} null: this text is no piece of another */
export function pieceIn(text) {
  const end = text.startsWith(open) ? text.indexOf(close, open.length) : -1;
  const fields = end < 0 ? [] : text.slice(open.length, end).split(separator);
  if (fields.length !== 3 || !fields.every(field => /^[\u200b\u200c]{1,32}$/.test(field))) {
    return null;
  }

  const [group, index, total] = fields.map(field => parseInt(field.replaceAll(zero, '0').replaceAll(one, '1'), 2));
  return total >= 1 && total <= mostPieces && index < total ? { group, index, total, text: text.slice(end + close.length) } : null;
}

function bits(number) {
  return number.toString(2).replaceAll('0', zero).replaceAll('1', one);
}

/** Cuts behind a blank where there is one, and never through a character. */
function split(bytes, most) {
  const texts = [];
  for (let start = 0; start < bytes.length;) {
    let end = Math.min(start + most, bytes.length);
    while (end < bytes.length && (bytes[end] & 0xc0) === 0x80) {
      end--;
    }

    let text = decoder.decode(bytes.subarray(start, end));
    const blank = end < bytes.length ? text.search(/\s\S*$/) : -1;
    if (blank > 0) {
      text = text.slice(0, blank + 1);
    }

    texts.push(text);
    start += encoder.encode(text).length;
  }

  return texts;
}
