/**
 * A client of the WebRTC gateway (protocol sylkRTC-2) in plain JavaScript modules.
 *
 * ```js
 * import { Account, Connection } from './sylk-client.js';
 *
 * const connection = new Connection('wss://example.com/webrtcgateway/ws');
 * connection.open();
 *
 * const account = new Account(connection, { address: 'alice@example.com', password: 'secret' });
 * account.addEventListener('incomingcall', ({ detail: { call } }) => call.terminate());
 * await account.register();
 *
 * const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
 * const call = account.call('bob@example.com', { stream });
 * call.addEventListener('state', ({ detail: { state, reason } }) => console.log(state, reason));
 * ```
 *
 * Everything that happens is a `CustomEvent` whose `detail` holds the facts; everything that can
 * fail returns a promise. The page owns the media it passes in: a call never stops a track.
 */
export { Account } from './client/account.js';
export { AccountMessages } from './client/account-messages.js';
export { Call } from './client/call.js';
export { Connection } from './client/connection.js';
export { ConnectionLostError, EndReason, RequestError } from './client/outcomes.js';
export { FileUpload, UploadError } from './client/file-upload.js';
export { uuid } from './client/identifiers.js';
export { ha1, md5 } from './client/md5.js';
export { QualityMeter } from './client/quality-meter.js';
