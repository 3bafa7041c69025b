import { isHold, takesTelephoneEvents } from './session-description.js';

/**
 * The peer connection of a call: one audio and at most one video in each direction.
 *
 * What the page wants is a plan, `{held, camera}`; every offer and answer is made from it. Nobody
 * knows in advance which changes the other side accepts, so the call keeps the plan last agreed
 * and can return to it.
 *
 * The gateway is ICE-lite with public candidates, so that no ICE servers are needed.
 *
 * Events: `candidate` {candidate: RTCIceCandidate | null}, `failed` (the media path is lost).
 */
export class MediaSession extends EventTarget {
  #connection = new RTCPeerConnection();
  #localStream = new MediaStream();
  #remoteStream = new MediaStream();
  #plan = { held: false, camera: null };
  #muted = false;

  constructor() {
    super();
    this.#connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null || candidate.candidate !== '') {
        this.dispatchEvent(new CustomEvent('candidate', { detail: { candidate } }));
      }
    });
    this.#connection.addEventListener('connectionstatechange', () => {
      if (this.#connection.connectionState === 'failed') {
        this.dispatchEvent(new CustomEvent('failed'));
      }
    });
  }

  get peerConnection() {
    return this.#connection;
  }

  get localStream() {
    return this.#localStream;
  }

  get remoteStream() {
    return this.#remoteStream;
  }

  get camera() {
    return this.#plan.camera;
  }

  get muted() {
    return this.#muted;
  }

  set muted(muted) {
    this.#muted = muted;
    this.#enableTracks();
  }

  /** Whether the other side said that it does not want to hear us. */
  get isRemoteHold() {
    return isHold(this.#connection.currentRemoteDescription?.sdp);
  }

  /** What flows by agreement: `{audio: {sends, receives}, video: {sends, receives}}`. */
  get directions() {
    const agreed = kind => this.#transceiver(kind)?.currentDirection ?? 'inactive';
    const flows = direction => ({
      sends: direction.startsWith('send'),
      receives: direction.endsWith('recv') || direction === 'recvonly',
    });
    return { audio: flows(agreed('audio')), video: flows(agreed('video')) };
  }

  /** Says what to send before the first offer, or before the answer to the first one. */
  async begin(stream, { receiveVideo = false } = {}) {
    const [microphone] = stream.getAudioTracks();
    const [camera] = stream.getVideoTracks();
    if (microphone) {
      await this.#attach('audio', microphone);
    }

    await this.plan({ held: false, camera: camera ?? null });
    if (receiveVideo && !this.#transceiver('video')) {
      this.#connection.addTransceiver('video', { direction: 'recvonly' });
    }
  }

  /** @param {{held: boolean, camera: MediaStreamTrack?}} plan for the next offer or answer */
  async plan(plan) {
    this.#plan = { held: plan.held, camera: plan.camera };
    if (plan.camera || this.#transceiver('video')) {
      await this.#attach('video', plan.camera);
    }

    this.#direct();
    this.#enableTracks();
  }

  /** @returns {Promise<string>} an SDP, with new ICE credentials if the media path is to be renewed */
  async createOffer({ iceRestart = false } = {}) {
    await this.#connection.setLocalDescription(await this.#connection.createOffer({ iceRestart }));
    return this.#connection.localDescription.sdp;
  }

  async acceptAnswer(sdp) {
    await this.#connection.setRemoteDescription({ type: 'answer', sdp });
    this.#follow();
  }

  /** Takes an offer without answering it yet. */
  async acceptOffer(sdp) {
    await this.#connection.setRemoteDescription({ type: 'offer', sdp });
    await this.plan(this.#plan);
  }

  /** @returns {Promise<string>} the answer to the offer accepted before */
  async createAnswer() {
    await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    this.#follow();
    return this.#connection.localDescription.sdp;
  }

  /** Undoes an offer that came to nothing. */
  async rollback() {
    if (this.#connection.signalingState === 'have-local-offer') {
      await this.#connection.setLocalDescription({ type: 'rollback' });
    } else if (this.#connection.signalingState === 'have-remote-offer') {
      await this.#connection.setRemoteDescription({ type: 'rollback' });
    }
  }

  /** Forgets the media that were offered in vain, so that no later offer has them. */
  discardUnagreed() {
    for (const transceiver of this.#connection.getTransceivers()) {
      if (transceiver.mid === null) {
        transceiver.stop();
      }
    }
  }

  /**
   * Plays DTMF as RTP events (RFC 4733).
   *
   * @returns {boolean} false if the other side takes none
   */
  insertDtmf(tones, duration, gap) {
    const dtmf = this.#transceiver('audio')?.sender.dtmf;
    if (!dtmf || dtmf.canInsertDTMF === false || !takesTelephoneEvents(this.#connection.currentRemoteDescription?.sdp)) {
      return false;
    }

    dtmf.insertDTMF(dtmf.toneBuffer + tones, duration, gap);
    return true;
  }

  close() {
    this.#connection.close();
  }

  #transceiver(kind) {
    return this.#connection.getTransceivers().find(transceiver =>
      transceiver.receiver.track.kind === kind && !isStopped(transceiver));
  }

  /**
   * Uses the transceiver of this kind if there is one. A new one is made by `addTrack`: only such
   * a transceiver is taken by the other side's offer of the same media (RFC 8829, section 5.10).
   */
  async #attach(kind, track) {
    const transceiver = this.#transceiver(kind);
    if (transceiver) {
      await transceiver.sender.replaceTrack(track);
      transceiver.sender.setStreams?.(this.#localStream);
    } else {
      this.#connection.addTrack(track, this.#localStream);
    }

    for (const old of this.#localStream.getTracks()) {
      if (old.kind === kind && old !== track) {
        this.#localStream.removeTrack(old);
      }
    }

    if (track) {
      this.#localStream.addTrack(track);
    }
  }

  #direct() {
    const receives = !this.#plan.held;
    for (const transceiver of this.#connection.getTransceivers()) {
      if (!isStopped(transceiver)) {
        const sends = transceiver.sender.track !== null;
        transceiver.direction = sends
          ? (receives ? 'sendrecv' : 'sendonly')
          : (receives ? 'recvonly' : 'inactive');
      }
    }
  }

  /** A side on hold is sent silence and a black picture. */
  #enableTracks() {
    for (const track of this.#localStream.getTracks()) {
      track.enabled = !this.#plan.held && !(track.kind === 'audio' && this.#muted);
    }
  }

  /** Brings streams and plan to what was agreed: the camera is out if the other side has no place for it. */
  #follow() {
    const { audio, video } = this.directions;
    this.#receive('audio', audio.receives);
    this.#receive('video', video.receives);
    if (this.#plan.camera && !this.#transceiver('video')?.mid) {
      this.#localStream.removeTrack(this.#plan.camera);
      this.#plan.camera = null;
      this.discardUnagreed();
    }
  }

  #receive(kind, receives) {
    const track = receives ? this.#transceiver(kind).receiver.track : null;
    for (const old of this.#remoteStream.getTracks()) {
      if (old.kind === kind && old !== track) {
        this.#remoteStream.removeTrack(old);
      }
    }

    if (track) {
      this.#remoteStream.addTrack(track);
    }
  }
}

/** A rejected medium is stopped too; Firefox says so by its direction alone. */
function isStopped(transceiver) {
  return transceiver.direction === 'stopped' || transceiver.currentDirection === 'stopped' || transceiver.stopped === true;
}
