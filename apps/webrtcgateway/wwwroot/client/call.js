import { EndReason, RequestError, UpdateError } from './outcomes.js';
import { MediaSession } from './media-session.js';
import { uuid } from './identifiers.js';

const toneDuration = 160;
const toneGap = 80;
/** How long the gateway may take to report the end of a call that we ended. */
const endTimeout = 500;
/** As long as a SIP request may remain unanswered (RFC 3261, timer B). */
const updateTimeout = 32000;
const updateAttempts = 5;
const requestPending = 491;

/** A call only moves forward: with forked calls and early media, events may name a state passed before. */
const order = ['connecting', 'incoming', 'answering', 'progress', 'ringing', 'early-media', 'accepted', 'established', 'terminated'];

/**
 * One call.
 *
 * States: `connecting` (outgoing, not yet on its way), `incoming` (rings here), `answering`,
 * `progress`, `ringing` (rings there), `early-media`, `accepted`, `established` (sound flows),
 * `terminated`.
 *
 * Events
 * - `state` {state, previous, reason}: `reason` is an EndReason when the state is `terminated`
 * - `media`: the directions, the streams or the other side's hold changed
 * - `update` {by: 'local' | 'remote', outcome: 'accepted' | 'failed', reason}
 * - `message`, `disposition-notification`: as sent by the gateway
 */
export class Call extends EventTarget {
  #account;
  #connection;
  #media = new MediaSession();
  #offer;
  #state;
  #wanted = { held: false, camera: null, path: 0 };
  #agreed = { ...this.#wanted };
  #negotiation = Promise.resolve();
  #reconciliation = null;
  #pendingUpdate = null;
  #announced = false;
  #heldBackCandidates = [];
  #live = new AbortController();

  /** @returns {Call} */
  static outgoing(account, uri, { stream, receiveVideo, headers }) {
    const call = new Call(account, { direction: 'outgoing', id: uuid(), remote: { uri, displayName: '' } });
    call.#create(stream, receiveVideo, headers).catch(error => call.#end(new EndReason(error.message)));
    return call;
  }

  /** @returns {Call} */
  static incoming(account, message) {
    const { uri, display_name: displayName } = message.originator;
    const call = new Call(account, { direction: 'incoming', id: message.session, remote: { uri, displayName: displayName ?? '' } });
    call.#offer = message.sdp;
    call.callId = message.call_id;
    call.headers = message.headers ?? {};
    return call;
  }

  /** For use by `Account` only. */
  constructor(account, { direction, id, remote }) {
    super();
    this.#account = account;
    this.#connection = account.connection;
    this.#state = direction === 'incoming' ? 'incoming' : 'connecting';
    /** `incoming` or `outgoing` */
    this.direction = direction;
    /** Session id of the protocol */
    this.id = id;
    /** The other side: `{uri, displayName}` */
    this.remote = remote;
    /** SIP Call-ID, once known */
    this.callId = undefined;
    /** SIP headers of the other side that the account asked for, by name */
    this.headers = {};
    /** When sound began to flow, as `Date`, or null */
    this.establishedAt = null;
    /** An EndReason, once terminated */
    this.endReason = null;

    const { signal } = this.#live;
    this.#connection.addEventListener('session-event', ({ detail }) => {
      if (detail.session === id) {
        this.#handle(detail);
      }
    }, { signal });
    this.#connection.addEventListener('state', ({ detail }) => {
      if (detail.previous === 'ready') {
        this.#end(new EndReason('Connection lost'));
      }
    }, { signal });
    this.#media.addEventListener('candidate', ({ detail }) => this.#trickle(detail.candidate), { signal });
    this.#media.addEventListener('failed', () => this.#renewPath(), { signal });
  }

  get account() {
    return this.#account;
  }

  get state() {
    return this.#state;
  }

  get peerConnection() {
    return this.#media.peerConnection;
  }

  /** What we send; the tracks are the page's. */
  get localStream() {
    return this.#media.localStream;
  }

  /** What we receive; its tracks come and go with the directions. */
  get remoteStream() {
    return this.#media.remoteStream;
  }

  /** What flows: `{audio: {sends, receives}, video: {sends, receives}}`. */
  get directions() {
    return this.#media.directions;
  }

  /** The camera's track that is sent, or null. */
  get camera() {
    return this.#media.camera;
  }

  get muted() {
    return this.#media.muted;
  }

  /** Sends silence; the other side is not told. */
  set muted(muted) {
    this.#media.muted = muted;
  }

  /** Whether we put the other side on hold, as last agreed. */
  get held() {
    return this.#agreed.held;
  }

  /** Whether the other side put us on hold. */
  get isRemoteHold() {
    return this.#media.isRemoteHold;
  }

  /** @param {{stream: MediaStream, headers?: {name: string, value: string}[]}} options */
  async answer({ stream, headers }) {
    if (this.#state !== 'incoming') {
      throw new Error(`A call that is ${this.#state} cannot be answered`);
    }

    this.#setState('answering');
    try {
      await this.#exclusive(async () => {
        await this.#media.acceptOffer(this.#offer);
        await this.#media.begin(stream);
        const sdp = await this.#media.createAnswer();
        this.#wanted.camera = this.#media.camera;
        this.#agree(this.#wanted);
        await this.#announce('session-answer', { sdp, headers });
        this.#emit('media');
      });
    } catch (error) {
      await this.terminate();
      throw error;
    }
  }

  /** Ends, cancels or declines the call. Resolves when it is terminated. */
  async terminate() {
    if (this.#state === 'terminated') {
      return;
    }

    if (this.direction === 'outgoing' && !this.#announced) {
      this.#end(new EndReason('487 Request Terminated'));
      return;
    }

    const ended = new Promise(resolve => this.#live.signal.addEventListener('abort', resolve, { once: true }));
    const timer = setTimeout(() => this.#end(new EndReason('200 OK')), endTimeout);
    this.#connection.request('session-terminate', { session: this.id }).catch(() => this.#end(new EndReason('200 OK')));
    await ended;
    clearTimeout(timer);
  }

  /** @throws {UpdateError} the other side refused */
  hold() {
    return this.#want({ held: true });
  }

  /** @throws {UpdateError} the other side refused */
  resume() {
    return this.#want({ held: false });
  }

  /**
   * Sends this video track, in place of another one if need be, or with null none any more.
   *
   * @param {MediaStreamTrack?} track
   * @throws {UpdateError} the other side refused
   */
  setCamera(track) {
    return this.#want({ camera: track });
  }

  /**
   * Sends DTMF in the sound's own RTP stream if the other side takes that, else as SIP INFO.
   *
   * @param {string} tones digits, `A` to `D`, `*` and `#`
   */
  async sendDtmf(tones) {
    if (!this.#media.insertDtmf(tones, toneDuration, toneGap)) {
      await this.#connection.request('session-dtmf-info', { session: this.id, digit: tones, duration: toneDuration });
    }
  }

  /** @returns {Promise<string>} the id of the message; a disposition-notification tells its fate */
  async sendMessage(content, contentType = 'text/plain') {
    const id = uuid();
    await this.#connection.request('session-message', {
      session: this.id,
      message_id: id,
      content,
      content_type: contentType,
      timestamp: new Date().toISOString(),
    });
    return id;
  }

  async #create(stream, receiveVideo, headers) {
    await this.#exclusive(async () => {
      await this.#media.begin(stream, { receiveVideo });
      this.#wanted.camera = this.#media.camera;
      const sdp = await this.#media.createOffer();
      if (this.#state === 'connecting') {
        await this.#announce('session-create', { account: this.#account.address, uri: this.remote.uri, sdp, headers });
      }
    });
  }

  /** The other side may agree without taking our video: then there is no camera any more. */
  #agree(target) {
    const camera = this.#media.camera;
    this.#wanted.camera = this.#wanted.camera === target.camera ? camera : this.#wanted.camera;
    this.#agreed = { ...target, camera };
  }

  /** The gateway knows the session from this request on: candidates follow it. */
  async #announce(request, members) {
    const acknowledged = this.#connection.request(request, { session: this.id, ...members });
    this.#announced = true;
    this.#heldBackCandidates.splice(0).forEach(candidate => this.#trickle(candidate));
    await acknowledged;
  }

  /** One candidate a request, and an empty list after the last one. */
  #trickle(candidate) {
    if (!this.#announced) {
      this.#heldBackCandidates.push(candidate);
      return;
    }

    const candidates = candidate ? [candidate] : [];
    this.#connection.request('session-trickle', { session: this.id, candidates }).catch(() => {});
  }

  #handle(message) {
    switch (message.event) {
      case 'state':
        this.#follow(message);
        break;
      case 'update':
        this.#handleUpdate(message);
        break;
      default:
        this.#emit(message.event, message);
    }
  }

  #follow({ state, sdp, call_id: callId, headers, reason }) {
    this.callId = callId ?? this.callId;
    this.headers = headers ?? this.headers;
    if (state === 'terminated') {
      this.#end(new EndReason(reason));
      return;
    }

    if (sdp) {
      this.#acceptFirstAnswer(sdp);
    }

    this.#setState(state);
  }

  /** With early media the 2xx may bring its SDP again; the first one counts (RFC 3261, section 13.2.1). */
  #acceptFirstAnswer(sdp) {
    this.#exclusive(async () => {
      if (this.peerConnection.signalingState === 'have-local-offer') {
        await this.#media.acceptAnswer(sdp);
        this.#agree(this.#wanted);
        this.#emit('media');
      }
    }).catch(() => this.terminate());
  }

  /** Changes what we want, and lasts until both sides agree on it. */
  async #want(change) {
    if (this.#state !== 'established') {
      throw new Error(`The media of a call that is ${this.#state} cannot be changed`);
    }

    Object.assign(this.#wanted, change);
    this.#reconciliation ??= this.#reconcile().finally(() => this.#reconciliation = null);
    await this.#reconciliation;
  }

  async #reconcile() {
    for (let attempt = 1; !this.#isAgreed(); attempt++) {
      const target = { ...this.#wanted };
      try {
        await this.#exclusive(() => this.#offerUpdate(target));
        this.#emit('update', { by: 'local', outcome: 'accepted' });
        attempt = 0;
      } catch (error) {
        if (this.#state === 'terminated') {
          throw error;
        }

        if (isGlare(error) && attempt < updateAttempts) {
          await pause(this.#glareDelay(), this.#live.signal);
          continue;
        }

        await this.#exclusive(() => this.#giveUp());
        this.#emit('update', { by: 'local', outcome: 'failed', reason: new EndReason(error.message) });
        throw error;
      }
    }
  }

  #isAgreed() {
    return Object.keys(this.#wanted).every(key => this.#wanted[key] === this.#agreed[key]);
  }

  async #offerUpdate(target) {
    try {
      await this.#media.plan(target);
      const sdp = await this.#media.createOffer({ iceRestart: target.path !== this.#agreed.path });
      const answer = this.#expectUpdateAnswer();
      await this.#connection.request('session-update', { session: this.id, sdp });
      await this.#media.acceptAnswer(await answer);
      this.#agree(target);
      this.#emit('media');
    } catch (error) {
      await this.#media.rollback();
      await this.#media.plan(this.#agreed);
      throw error;
    } finally {
      clearTimeout(this.#pendingUpdate?.timer);
      this.#pendingUpdate = null;
    }
  }

  #expectUpdateAnswer() {
    const answer = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new UpdateError(new EndReason('408 Request Timeout'))), updateTimeout);
      this.#pendingUpdate = { resolve, reject, timer };
    });
    answer.catch(() => {});
    return answer;
  }

  #giveUp() {
    this.#wanted = { ...this.#agreed };
    this.#media.discardUnagreed();
  }

  /** Who made the call waits longer, so that the two sides do not meet again (RFC 3261, section 14.1). */
  #glareDelay() {
    const steps = this.direction === 'outgoing' ? 210 + Math.random() * 190 : Math.random() * 200;
    return Math.floor(steps) * 10;
  }

  #handleUpdate({ state, sdp, reason }) {
    switch (state) {
      case 'received':
        this.#pendingUpdate?.reject(new UpdateError(new EndReason(`${requestPending} Request Pending`)));
        this.#exclusive(() => this.#answerUpdate(sdp)).then(
          () => this.#emit('update', { by: 'remote', outcome: 'accepted' }),
          error => this.#emit('update', { by: 'remote', outcome: 'failed', reason: new EndReason(error.message) }));
        break;
      case 'accepted':
        this.#pendingUpdate?.resolve(sdp);
        break;
      case 'failed':
        this.#pendingUpdate?.reject(new UpdateError(new EndReason(reason)));
        break;
    }
  }

  async #answerUpdate(sdp) {
    try {
      await this.#media.acceptOffer(sdp);
      const answer = await this.#media.createAnswer();
      this.#agree(this.#agreed);
      await this.#connection.request('session-update', { session: this.id, sdp: answer });
      this.#emit('media');
    } catch (error) {
      await this.#media.rollback();
      throw error;
    }
  }

  /** A browser that changed its network offers new ICE credentials; before that, a call without a path is over. */
  #renewPath() {
    if (this.#state === 'established') {
      this.#want({ path: this.#agreed.path + 1 }).catch(() => {});
    } else if (this.#announced) {
      this.terminate();
    }
  }

  /** Offers and answers take turns: a peer connection knows one at a time. */
  #exclusive(step) {
    const result = this.#negotiation.then(() => {
      if (this.#state === 'terminated') {
        throw new Error('The call is over');
      }

      return step();
    });
    this.#negotiation = result.catch(() => {});
    return result;
  }

  #setState(state) {
    const previous = this.#state;
    if (order.indexOf(state) <= order.indexOf(previous)) {
      return;
    }

    this.#state = state;
    if (state === 'established') {
      this.establishedAt = new Date();
    }

    this.#emit('state', { state, previous, reason: this.endReason ?? undefined });
  }

  #end(reason) {
    if (this.#state === 'terminated') {
      return;
    }

    this.endReason = reason;
    this.#pendingUpdate?.reject(new UpdateError(reason));
    this.#live.abort();
    this.#media.close();
    this.#setState('terminated');
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** The other side's update came first, or is still under way at the gateway. */
function isGlare(error) {
  return error instanceof UpdateError
    ? error.reason.code === requestPending
    : error instanceof RequestError && error.message.startsWith('Invalid state for updating');
}

/** Waits, but not beyond the end of the call. */
function pause(milliseconds, signal) {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
