import { Account, Connection, QualityMeter } from './sylk-client.js';
import { byId, setText } from './phone/dom.js';
import { CallView } from './phone/call-view.js';
import { Chat } from './phone/chat.js';
import { ConnectionView } from './phone/connection-view.js';
import { EndedView } from './phone/ended-view.js';
import { IncomingView } from './phone/incoming-view.js';
import { LoginView } from './phone/login-view.js';
import { OtherCallsView } from './phone/other-calls-view.js';
import { PanelView } from './phone/panel-view.js';
import { Recents } from './phone/recents.js';
import { RecentsView } from './phone/recents-view.js';
import { registrationFailure } from './phone/plain-words.js';
import { Switchboard } from './phone/switchboard.js';
import { TabsView } from './phone/tabs-view.js';
import { Tones } from './phone/tones.js';

const userAgent = 'Sylk phone page';

/** The phone: joins the client library to the views. */
class Phone {
  #connection;
  #account = null;
  #switchboard = null;
  #recents = null;
  #tones = new Tones();
  #isLoggedIn = false;
  #said = '';

  #login = new LoginView(login => this.#logIn(login));
  #chat = new Chat({ place: (...call) => this.#place(...call) }, this.#tones);
  #panel = new PanelView({
    place: (...call) => this.#place(...call),
    write: address => this.#chat.open(address),
    search: text => this.#search(text),
    logOut: () => this.#logOut(),
  });
  #recentsView = new RecentsView({
    place: (...call) => this.#place(...call),
    write: address => this.#chat.open(address),
  });
  #tabsView = new TabsView(this.#recentsView);
  #callView = new CallView({
    playKey: key => this.#tones.playKey(key),
    write: line => this.#chat.open(line.address),
  });
  #incomingView = new IncomingView((...answer) => this.#switchboard.answer(...answer));
  #endedView = new EndedView((...call) => this.#place(...call), () => this.#render());
  #otherCallsView = new OtherCallsView({
    answer: (...answer) => this.#switchboard.answer(...answer),
    switchTo: line => this.#switchboard.switchTo(line),
  });

  constructor() {
    const url = new URL('ws', location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#connection = new Connection(url);
    new ConnectionView(this.#connection);
    this.#chat.addEventListener('change', () => this.#showTitle());
    this.#chat.addEventListener('failure', ({ detail }) => this.#panel.showNotice(detail.text));
    this.#login.show();
  }

  get connection() {
    return this.#connection;
  }

  get account() {
    return this.#account;
  }

  /** What was written, or null before the login. */
  get conversations() {
    return this.#chat.conversations;
  }

  /** Everything that rings, is held or talked on. */
  get lines() {
    return this.#switchboard?.lines ?? [];
  }

  /** The library's call in the foreground, or null. */
  get call() {
    return this.#switchboard?.foreground?.call ?? null;
  }

  async #logIn({ address, password, displayName }) {
    this.#tones.unlock();
    this.#login.setBusy(true);
    this.#connection.open();
    const account = new Account(this.#connection, { address, password, displayName, userAgent, receiveComposing: true });
    this.#account = account;
    account.addEventListener('registration', ({ detail }) => this.#followRegistration(account, detail));
    account.addEventListener('missedcall', ({ detail }) => this.#recents.addMissed(detail.originator));
    this.#recents = new Recents(address);
    this.#switchboard = new Switchboard(account);
    this.#switchboard.addEventListener('change', () => this.#render());
    this.#switchboard.addEventListener('note', ({ detail }) => this.#note(detail));
    this.#switchboard.addEventListener('ended', ({ detail }) => this.#followEnd(detail));
    try {
      await account.register();
      await this.#enter();
    } catch (reason) {
      this.#login.setBusy(false);
      this.#login.showError(registrationFailure(reason, account));
      await account.remove();
      this.#connection.close();
    }
  }

  async #enter() {
    await this.#chat.begin(this.#account);
    this.#isLoggedIn = true;
    this.#login.hide();
    byId('app').hidden = false;
    this.#panel.show(this.#account);
    this.#recentsView.show(this.#recents, this.#account);
    this.#tabsView.show('chats');
    this.#recents.addEventListener('change', () => this.#suggest());
    this.#suggest();
    this.#render();
  }

  async #logOut() {
    this.#isLoggedIn = false;
    await this.#switchboard.hangUpAll();
    await this.#account.remove();
    this.#connection.close();
    this.#endedView.dismiss();
    this.#chat.end();
    byId('app').hidden = true;
    this.#login.show();
    this.#render();
  }

  #followRegistration(account, { state, reason }) {
    if (account === this.#account && this.#isLoggedIn) {
      this.#panel.showRegistration(state);
      this.#panel.showNotice(state === 'failed' ? registrationFailure(reason, account) : '');
    } else {
      this.#panel.showRegistration(state);
    }
  }

  #place(address, options) {
    this.#tones.unlock();
    this.#panel.showNotice('');
    this.#endedView.dismiss();
    this.#switchboard.place(address, options);
  }

  #note({ line, text }) {
    if (line === this.#switchboard.foreground && line.phase !== 'starting' && line.phase !== 'incoming') {
      this.#callView.showNote(text);
    } else {
      this.#panel.showNotice(text);
    }
  }

  #followEnd({ line, wasForeground }) {
    this.#recents.add({
      address: line.address,
      name: line.name,
      direction: line.direction,
      outcome: line.outcome,
      video: line.withVideo,
      at: line.beganAt,
      seconds: line.secondsTalked,
    });
    if (wasForeground && !this.#switchboard.foreground && (line.direction === 'outgoing' || line.outcome === 'answered')) {
      this.#endedView.show(line);
      this.#tones.playOnce(line.hasFailed ? 'busy' : 'ended');
    }
  }

  /** Who searches sees conversations. */
  #search(text) {
    if (text && byId('chats').hidden) {
      this.#tabsView.show('chats');
    }

    this.#chat.search(text);
    this.#recentsView.search(text);
  }

  #suggest() {
    this.#panel.suggest([...new Set(this.#recents.calls.map(call => call.address))].slice(0, 20));
  }

  #render() {
    const line = this.#switchboard?.foreground ?? null;
    const isRinging = line?.phase === 'incoming';
    const isEnded = !line && this.#endedView.isShown;
    const state = isRinging ? 'incoming' : line ? 'call' : isEnded ? 'ended' : 'idle';
    this.#incomingView.show(isRinging ? line : null);
    this.#callView.show(isRinging ? null : line);
    byId('ended').hidden = state !== 'ended';
    byId('idle').hidden = state !== 'idle';
    byId('stage').dataset.state = state;
    byId('phone').dataset.state = this.#isLoggedIn ? state : 'logged-out';
    this.#otherCallsView.show((this.#switchboard?.lines ?? []).filter(other => other !== line));
    this.#tones.play(toneOf(line, this.#switchboard));
    this.#chat.setCall(state);
    this.#showTitle();
    this.#announce(line);
  }

  #showTitle() {
    const line = this.#switchboard?.foreground ?? null;
    const { unread } = this.#chat;
    const title = line?.phase === 'incoming' ? `${line.name} is calling` : line ? `${line.name} – Sylk Phone` : 'Sylk Phone';
    document.title = unread > 0 ? `(${unread}) ${title}` : title;
    byId('call-message').dataset.unread = unread;
  }

  /** Tells those who do not see the page what has changed. */
  #announce(line) {
    const said = line ? announcementOf(line) : '';
    if (said !== this.#said) {
      this.#said = said;
      setText(byId('announcer'), said);
    }
  }
}

function toneOf(line, switchboard) {
  if (line?.phase === 'incoming') {
    return 'ring';
  }

  if (switchboard?.ringing.length > 0) {
    return 'waiting';
  }

  return line?.phase === 'ringing' && !line.isEarlyMedia ? 'ringback' : null;
}

function announcementOf(line) {
  switch (line.phase) {
    case 'incoming':
      return `${line.name} is calling${line.withVideo ? ' with video' : ''}`;
    case 'ringing':
      return `Ringing at ${line.name}`;
    case 'talking':
      return [
        `Talking with ${line.name}`,
        line.isHeld ? 'on hold' : '',
        line.isRemoteHold ? 'put you on hold' : '',
        line.isMuted ? 'muted' : '',
        line.hasCamera ? 'your camera is on' : '',
        line.hasPicture ? 'their picture is shown' : '',
      ].filter(Boolean).join(', ');
    default:
      return '';
  }
}

const phone = new Phone();
const meters = new WeakMap();

/** A handle for the browser's console and for tests. */
window.sylkPhone = {
  get connection() {
    return phone.connection;
  },
  get account() {
    return phone.account;
  },
  get conversations() {
    return phone.conversations;
  },
  get lines() {
    return phone.lines;
  },
  get call() {
    return phone.call;
  },
  /** Quality of the call in the foreground (see QualityMeter), or null. */
  async getStats() {
    const connection = phone.call?.peerConnection;
    if (!connection) {
      return null;
    }

    if (!meters.has(connection)) {
      meters.set(connection, new QualityMeter(connection));
    }

    return meters.get(connection).sample();
  },
};
