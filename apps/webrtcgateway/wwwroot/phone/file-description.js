import { webAddress } from './message-text.js';

const pictures = /^image\/(?:png|jpeg|gif|webp|avif)$/;
const longestName = 200;

/**
 * The description of a file in a message (`application/sylk-file-transfer`).
 *
 * @returns {{name: string, size: number, type: string, url: URL|null, preview: 'picture' | 'video' | 'sound' | null}|null}
 */
export function fileIn(content) {
  let file;
  try {
    file = JSON.parse(content);
  } catch {
    return null;
  }

  if (typeof file?.filename !== 'string') {
    return null;
  }

  const type = typeof file.filetype === 'string' ? file.filetype.split(';')[0].trim().toLowerCase() : '';
  const url = typeof file.url === 'string' ? webAddress(file.url) : null;
  return {
    name: file.filename.slice(0, longestName),
    size: Number.isFinite(file.filesize) ? file.filesize : 0,
    type,
    url,
    // What is shown without a click is fetched from this server only: others would learn who reads when.
    preview: url && isOfThisServer(url) ? previewOf(type) : null,
  };
}

export function sizeOf(bytes) {
  const unit = Math.min(4, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const number = bytes / 1024 ** unit;
  return `${number.toLocaleString('en', { maximumFractionDigits: number < 10 && unit > 0 ? 1 : 0 })}\u00a0${['bytes', 'kB', 'MB', 'GB', 'TB'][unit]}`;
}

/** Sender, receiver, transfer and name; no other address is fetched because somebody has written it. */
function isOfThisServer(url) {
  const files = new URL('filetransfer/', location.href);
  return url.origin === files.origin && url.pathname.startsWith(files.pathname) && url.pathname.slice(files.pathname.length).split('/').length === 4;
}

function previewOf(type) {
  if (pictures.test(type)) {
    return 'picture';
  }

  return type.startsWith('video/') ? 'video' : type.startsWith('audio/') ? 'sound' : null;
}
