import { byId, setAvatar, setIcon, setText } from './dom.js';
import { durationOf } from './time.js';
import { KeypadView } from './keypad-view.js';
import { QualityView } from './quality-view.js';

const noteDuration = 6000;

/** The call in the foreground: pictures, who it is, how it goes, and the buttons. */
export class CallView {
  #line = null;
  #element = byId('call');
  #remoteVideo = byId('remote-video');
  #localVideo = byId('local-video');
  #quality = new QualityView();
  #keypad;
  #noteTimer = 0;

  /**
   * @param {object} actions
   * @param {(key: string) => void} actions.playKey lets the user hear a key
   * @param {(line: import('./line.js').Line) => void} actions.write
   */
  constructor({ playKey, write }) {
    this.#keypad = new KeypadView(key => {
      playKey(key);
      this.#line.sendTones(key);
    });
    this.#onClick('call-mute', line => line.toggleMute());
    this.#onClick('call-camera', line => line.toggleCamera());
    this.#onClick('call-hold', line => line.toggleHold());
    this.#onClick('call-hangup', line => line.hangUp());
    this.#onClick('call-message', line => write(line));
    this.#onClick('call-keypad', () => this.#keypad.open(!this.#keypad.isOpen));
    document.addEventListener('keydown', event => this.#followKey(event));
    setInterval(() => this.#showTime(), 1000);
  }

  /** @param {import('./line.js').Line|null} line the call to be shown; null: none */
  show(line) {
    this.#element.hidden = line === null;
    if (line !== this.#line) {
      this.#line = line;
      this.#keypad.open(false);
      this.#keypad.clear();
      this.showNote('');
      if (line) {
        this.#element.focus({ preventScroll: true });
      }
    }

    this.#quality.show(line?.phase === 'talking' ? line.call.peerConnection : null);
    attach(this.#remoteVideo, line?.call?.remoteStream ?? null);
    attach(this.#localVideo, line?.hasCamera ? line.call?.localStream ?? null : null);
    if (line) {
      this.#render(line);
    }
  }

  /** Tells something for a few seconds. */
  showNote(text) {
    const note = byId('call-note');
    clearTimeout(this.#noteTimer);
    setText(note, text);
    note.hidden = text === '';
    if (text) {
      this.#noteTimer = setTimeout(() => this.showNote(''), noteDuration);
    }
  }

  #render(line) {
    const { dataset } = this.#element;
    dataset.state = line.phase;
    dataset.direction = line.direction;
    dataset.picture = line.hasPicture ? 'shown' : 'none';
    dataset.camera = line.hasCamera ? 'on' : 'off';
    dataset.muted = line.isMuted;
    dataset.held = line.isHeld;
    dataset.remoteHold = line.isRemoteHold;

    setAvatar(byId('call-avatar'), line);
    byId('call-avatar').classList.toggle('ringing', line.phase === 'ringing');
    setText(byId('call-name'), line.name);
    setText(byId('call-address'), line.address);
    setText(byId('call-status'), statusOf(line));
    this.#showTime();

    this.#renderToggle('call-mute', line.isMuted, ['microphone', 'microphone-off'], ['Mute', 'Unmute']);
    this.#renderToggle('call-camera', line.hasCamera, ['camera-off', 'camera'], ['Camera', 'Camera']);
    this.#renderToggle('call-hold', line.isHeld, ['hold', 'resume'], ['Hold', 'Resume']);
    const isTalking = line.phase === 'talking';
    byId('call-camera').disabled = !line.canChange || line.isHeld;
    byId('call-hold').disabled = !line.canChange;
    byId('call-keypad').disabled = !isTalking && !line.isEarlyMedia;
    setText(byId('call-hangup').querySelector('.caption'), isTalking ? 'Hang up' : 'Cancel');
  }

  #renderToggle(id, isPressed, icons, captions) {
    const button = byId(id);
    button.setAttribute('aria-pressed', isPressed);
    setIcon(button, icons[Number(isPressed)]);
    setText(button.querySelector('.caption'), captions[Number(isPressed)]);
  }

  #showTime() {
    const timer = byId('call-timer');
    const isTalking = this.#line?.phase === 'talking';
    timer.hidden = !isTalking;
    if (isTalking) {
      setText(timer, durationOf(this.#line.secondsTalked));
    }
  }

  #onClick(id, action) {
    byId(id).addEventListener('click', () => this.#line && action(this.#line));
  }

  #followKey(event) {
    const isTyping = event.target.closest('input, select, textarea') !== null;
    if (!this.#line || isTyping || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    const shortcut = this.#element.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key.toLowerCase())}"]:enabled`);
    if (shortcut) {
      shortcut.click();
    } else if (event.key === 'Escape' && this.#keypad.isOpen) {
      this.#keypad.open(false);
      byId('call-keypad').focus();
    } else if (KeypadView.isKey(event.key) && !byId('call-keypad').disabled) {
      this.#keypad.open(true);
      this.#keypad.press(event.key);
    }
  }
}

function statusOf(line) {
  switch (line.phase) {
    case 'starting':
      return 'Asking for your microphone…';
    case 'calling':
      return 'Calling…';
    case 'ringing':
      return line.isEarlyMedia ? 'Listening…' : 'Ringing…';
    case 'connecting':
      return 'Connecting…';
    default:
      return line.isHeld ? 'On hold' : line.isRemoteHold ? `${line.name} put you on hold` : '';
  }
}

function attach(video, stream) {
  if (video.srcObject !== stream) {
    video.srcObject = stream;
  }
}
