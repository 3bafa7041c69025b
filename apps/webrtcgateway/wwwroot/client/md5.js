/** MD5 (RFC 1321), needed for the HA1 of SIP digest authentication (RFC 7616, section 3.4.2). */

const shifts = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
const sines = Uint32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/**
 * @param {string} text hashed as UTF-8
 * @returns {string} 32 lower case hexadecimal digits
 */
export function md5(text) {
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  const blocks = pad(new TextEncoder().encode(text));
  const words = new Uint32Array(16);
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    for (let i = 0; i < 16; i++) {
      words[i] = blocks.getUint32(offset + 4 * i, true);
    }
    addBlock(state, words);
  }

  const digest = new DataView(new ArrayBuffer(16));
  state.forEach((word, i) => digest.setUint32(4 * i, word, true));
  return Array.from(new Uint8Array(digest.buffer), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** The shared secret of an account: what the server needs instead of the password itself. */
export function ha1(user, realm, password) {
  return md5(`${user}:${realm}:${password}`);
}

/** Appends the bit 1, zeros, and the length in bits as 64-bit little endian number. */
function pad(bytes) {
  const padded = new Uint8Array((Math.floor((bytes.length + 8) / 64) + 1) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n, true);
  return view;
}

function addBlock(state, words) {
  let [a, b, c, d] = state;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    let mixed;
    let index;
    if (round === 0) {
      mixed = (b & c) | (~b & d);
      index = i;
    } else if (round === 1) {
      mixed = (d & b) | (~d & c);
      index = (5 * i + 1) % 16;
    } else if (round === 2) {
      mixed = b ^ c ^ d;
      index = (3 * i + 5) % 16;
    } else {
      mixed = c ^ (b | ~d);
      index = (7 * i) % 16;
    }

    const sum = (a + mixed + sines[i] + words[index]) >>> 0;
    const shift = shifts[round][i % 4];
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) >>> 0];
  }

  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
}
