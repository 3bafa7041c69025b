import { openCamera, openMicrophone } from './devices.js';
import { callEnding, deviceFailure, updateFailure } from './plain-words.js';
import { nameOf } from './address.js';

/**
 * One call as its user sees it: the library's call together with microphone and camera.
 *
 * Phases: `incoming`, `starting` (devices are being opened), `calling`, `ringing`, `connecting`,
 * `talking`, `ended`.
 *
 * Events: `change`, and `note` {text} for something the user should know.
 */
export class Line extends EventTarget {
  #account;
  #call = null;
  #address;
  #name;
  #phase;
  #microphone = null;
  #camera = null;
  #muted = false;
  #isChanging = false;
  #wasDeclined = false;
  #isGivenUp = false;
  #endedAt = null;

  /** Calls someone. */
  static place(account, address, { video }) {
    const line = new Line(account, { address, name: '', direction: 'outgoing', phase: 'starting', withVideo: video });
    line.#place(video);
    return line;
  }

  /** Takes a call that rings here; `media` is what the caller offers. */
  static ring(account, call, media) {
    const { uri, displayName } = call.remote;
    const line = new Line(account, {
      address: uri, name: displayName, direction: 'incoming', phase: 'incoming', withVideo: media.video,
    });
    line.#adopt(call);
    return line;
  }

  constructor(account, { address, name, direction, phase, withVideo }) {
    super();
    this.#account = account;
    this.#address = address;
    this.#name = name;
    this.#phase = phase;
    this.direction = direction;
    this.beganAt = Date.now();
    /** Whether the caller asked for video. */
    this.withVideo = withVideo;
    /** What to tell the user about the end. */
    this.endText = '';
  }

  get phase() {
    return this.#phase;
  }

  get address() {
    return this.#address;
  }

  get name() {
    return nameOf({ displayName: this.#name, uri: this.#address });
  }

  /** The library's call, null while devices are being opened. */
  get call() {
    return this.#call;
  }

  get isEarlyMedia() {
    return this.#call?.state === 'early-media';
  }

  get isMuted() {
    return this.#muted;
  }

  get isHeld() {
    return this.#call?.held ?? false;
  }

  get isRemoteHold() {
    return this.#phase === 'talking' && this.#call.isRemoteHold;
  }

  get hasCamera() {
    return this.#camera !== null;
  }

  /** Whether the other side's video arrives; who holds sends black. */
  get hasPicture() {
    return this.#phase !== 'ended' && !this.isHeld && !this.isRemoteHold && (this.#call?.directions.video.receives ?? false)
      && this.#call.remoteStream.getVideoTracks().some(track => !track.muted);
  }

  /** Whether hold and camera can be used now. */
  get canChange() {
    return this.#phase === 'talking' && !this.#isChanging;
  }

  get secondsTalked() {
    const from = this.#call?.establishedAt;
    return from ? Math.round(((this.#endedAt ?? Date.now()) - from) / 1000) : 0;
  }

  /** For the list of recent calls. */
  get outcome() {
    if (this.#call?.establishedAt) {
      return 'answered';
    }

    if (this.direction === 'outgoing') {
      return 'unanswered';
    }

    return this.#wasDeclined ? 'declined' : 'elsewhere';
  }

  /** Whether the end deserves to stay on the screen. */
  get hasFailed() {
    return this.#phase === 'ended' && this.direction === 'outgoing' && !this.#isGivenUp && !this.#call?.establishedAt;
  }

  async answer({ video }) {
    this.#setPhase('connecting');
    const isReady = await this.#openDevices({ video: video && this.withVideo });
    if (this.#phase === 'ended') {
      this.#release();
    } else if (isReady) {
      await this.#call.answer({ stream: this.#stream() }).catch(() => {});
    } else {
      this.#note(this.endText);
      this.#setPhase('incoming');
    }
  }

  /** Ends, cancels or declines. */
  async hangUp() {
    this.#wasDeclined = this.#phase === 'incoming';
    this.#isGivenUp = true;
    if (this.#call) {
      await this.#call.terminate();
    } else {
      this.#end('Call cancelled.');
    }
  }

  toggleMute() {
    this.#muted = !this.#muted;
    if (this.#call) {
      this.#call.muted = this.#muted;
    }

    this.#changed();
  }

  toggleHold() {
    return this.isHeld ? this.resume() : this.hold();
  }

  hold() {
    return this.#change(() => this.#call.hold());
  }

  resume() {
    return this.#change(() => this.#call.resume());
  }

  toggleCamera() {
    return this.#change(async () => {
      if (this.#camera) {
        this.#dropCamera();
        await this.#call.setCamera(null);
      } else if (await this.#openCamera()) {
        await this.#call.setCamera(this.#camera);
      }
    });
  }

  async sendTones(tones) {
    try {
      await this.#call.sendDtmf(tones);
    } catch {
      this.#note(`The phone of ${this.name} takes no tones.`);
    }
  }

  async #place(video) {
    const isReady = await this.#openDevices({ video });
    if (this.#phase === 'ended') {
      this.#release();
    } else if (isReady) {
      this.#adopt(this.#account.call(this.#address, { stream: this.#stream(), receiveVideo: video }));
      this.#call.muted = this.#muted;
      this.#setPhase('calling');
    } else {
      this.#end(this.endText);
    }
  }

  #adopt(call) {
    this.#call = call;
    call.addEventListener('state', ({ detail }) => this.#follow(detail));
    call.addEventListener('media', () => this.#followMedia());
  }

  #follow({ state, reason }) {
    switch (state) {
      case 'ringing':
      case 'early-media':
        this.#setPhase('ringing');
        break;
      case 'accepted':
        this.#setPhase('connecting');
        break;
      case 'established':
        this.#setPhase('talking');
        break;
      case 'terminated':
        this.#end(this.#ending(reason));
        break;
      default:
        this.#changed();
    }
  }

  #ending(reason) {
    if (this.#call.establishedAt) {
      return reason.phrase === 'Connection lost' ? callEnding(reason, this) : 'Call ended.';
    }

    return this.direction === 'outgoing' && !this.#isGivenUp ? callEnding(reason, this) : 'Call cancelled.';
  }

  #followMedia() {
    if (!this.#isChanging) {
      this.#dropRefusedCamera();
    }

    for (const track of this.#call.remoteStream.getVideoTracks()) {
      track.onmute = track.onunmute = () => this.#changed();
    }

    this.#changed();
  }

  async #change(action) {
    if (!this.canChange) {
      return;
    }

    this.#isChanging = true;
    this.#changed();
    try {
      await action();
      this.#dropRefusedCamera();
    } catch (error) {
      if (!this.#call.camera) {
        this.#dropCamera();
      }

      if (this.#phase !== 'ended') {
        this.#note(error.reason ? updateFailure(error.reason, this.name) : `That did not work: ${error.message}.`);
      }
    } finally {
      this.#isChanging = false;
      this.#changed();
    }
  }

  /** A call needs a microphone; it does without a camera if there is none. */
  async #openDevices({ video }) {
    try {
      this.#microphone = await openMicrophone();
    } catch (error) {
      this.endText = deviceFailure(error, 'microphone');
      return false;
    }

    if (video) {
      await this.#openCamera();
    }

    return true;
  }

  async #openCamera() {
    try {
      const camera = await openCamera();
      camera.addEventListener('ended', () => this.#camera === camera && this.toggleCamera());
      this.#camera = camera;
      if (this.#phase === 'ended') {
        this.#dropCamera();
      }

      return this.hasCamera;
    } catch (error) {
      this.#note(deviceFailure(error, 'camera'));
      return false;
    }
  }

  #stream() {
    return new MediaStream([this.#microphone, this.#camera].filter(Boolean));
  }

  #dropRefusedCamera() {
    if (this.#camera && !this.#call.camera) {
      this.#dropCamera();
      this.#note(`The phone of ${this.name} takes no video.`);
    }
  }

  #dropCamera() {
    this.#camera?.stop();
    this.#camera = null;
  }

  #release() {
    this.#microphone?.stop();
    this.#dropCamera();
  }

  #end(text) {
    this.#endedAt = Date.now();
    this.#release();
    this.endText = text;
    this.#setPhase('ended');
  }

  #setPhase(phase) {
    if (this.#phase !== 'ended') {
      this.#phase = phase;
      this.#changed();
    }
  }

  #changed() {
    this.dispatchEvent(new CustomEvent('change'));
  }

  #note(text) {
    this.dispatchEvent(new CustomEvent('note', { detail: { text } }));
  }
}
