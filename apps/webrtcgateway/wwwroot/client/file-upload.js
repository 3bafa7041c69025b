/** Refused or broken off; `status` is that of HTTP, 0 if there was no answer. */
export class UploadError extends Error {
  constructor(status, text) {
    super(text);
    this.name = 'UploadError';
    this.status = status;
  }
}

/**
 * A file on its way to the gateway, which makes a message of it when it is there. The same id may be
 * tried again.
 *
 * Events: `progress` {sent, size} in bytes.
 */
export class FileUpload extends EventTarget {
  #request = new XMLHttpRequest();

  /**
   * @param {object} options
   * @param {URL|string} options.base address of the gateway, with a slash at its end
   * @param {string} options.sender the account that is authenticated on this page's connection
   * @param {string} options.receiver
   * @param {string} options.id becomes the id of the message
   * @param {File} options.file
   */
  constructor({ base, sender, receiver, id, file }) {
    super();
    /** Settles with the end of the upload. */
    this.done = new Promise((resolve, reject) => {
      const path = ['filetransfer', sender, receiver, id, file.name].map(encodeURIComponent).join('/');
      this.#request.open('POST', new URL(path, base));
      this.#request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
      this.#request.upload.addEventListener('progress', ({ loaded }) => this.#tell(loaded, file.size));
      this.#request.addEventListener('load', () => {
        const { status, responseText } = this.#request;
        status === 200 ? resolve() : reject(new UploadError(status, responseText.slice(0, 200)));
      });
      this.#request.addEventListener('error', () => reject(new UploadError(0, 'Connection lost')));
      this.#request.addEventListener('abort', () => {
        fetch(new URL(`filetransfer/cancel/${encodeURIComponent(id)}`, base), { method: 'POST' }).catch(() => {});
        reject(new UploadError(0, 'Cancelled'));
      });
      this.#request.send(file);
    });
    this.done.catch(() => {});
  }

  cancel() {
    this.#request.abort();
  }

  #tell(sent, size) {
    this.dispatchEvent(new CustomEvent('progress', { detail: { sent, size } }));
  }
}
