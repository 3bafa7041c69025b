/**
 * The sounds of a phone, made by Web Audio.
 *
 * A pattern is a list of notes, `[start, length, ...frequencies]` in seconds and hertz, that is
 * played every `period` seconds, or once. Soft notes die away like those of a marimba.
 */
const patterns = {
  ring: { period: 3.2, volume: 0.22, soft: true, notes: [
    [0, 0.9, 659.26], [0.16, 0.9, 830.61], [0.32, 1.2, 987.77], [0.8, 0.9, 830.61], [0.96, 1.4, 1318.51]] },
  waiting: { period: 5, volume: 0.08, soft: true, notes: [[0, 0.5, 987.77], [0.2, 0.5, 987.77]] },
  ringback: { period: 5, volume: 0.06, notes: [[0, 1, 425]] },
  busy: { volume: 0.06, notes: [[0, 0.35, 425], [0.7, 0.35, 425], [1.4, 0.35, 425]] },
  message: { volume: 0.09, soft: true, notes: [[0, 0.3, 1174.66], [0.11, 0.5, 1567.98]] },
  ended: { volume: 0.1, soft: true, notes: [[0, 0.4, 659.26], [0.14, 0.6, 493.88]] },
};

const dtmfRows = [697, 770, 852, 941];
const dtmfColumns = [1209, 1336, 1477];
const dtmfKeys = '123456789*0#';
const dtmfVolume = 0.06;

export class Tones {
  #context = null;
  #playing = null;

  /** To be called while the user does something: browsers are silent before that. */
  unlock() {
    this.#context ??= new AudioContext();
    this.#context.resume();
  }

  /** Plays this pattern from now on, or with null none. */
  play(name) {
    if (this.#playing?.name !== name) {
      this.#playing?.stop();
      this.#playing = name ? this.#start(name, patterns[name]) : null;
    }
  }

  /** Plays this pattern once, whatever else sounds. */
  playOnce(name) {
    this.#play(patterns[name], this.#output());
  }

  /** Lets the user hear the key that was pressed. */
  playKey(key) {
    const index = dtmfKeys.indexOf(key);
    const notes = [[0, 0.12, dtmfRows[Math.floor(index / 3)], dtmfColumns[index % 3]]];
    this.#play({ volume: dtmfVolume, notes }, this.#output());
  }

  #start(name, pattern) {
    const output = this.#output();
    const play = () => this.#play(pattern, output);
    play();
    const timer = setInterval(play, pattern.period * 1000);
    return {
      name,
      stop: () => {
        clearInterval(timer);
        output.gain.setTargetAtTime(0, this.#context.currentTime, 0.03);
        setTimeout(() => output.disconnect(), 500);
      },
    };
  }

  #output() {
    this.#context ??= new AudioContext();
    const output = this.#context.createGain();
    output.connect(this.#context.destination);
    return output;
  }

  #play({ volume, soft, notes }, output) {
    if (this.#context.state !== 'running') {
      return;
    }

    for (const [start, length, ...frequencies] of notes) {
      const from = this.#context.currentTime + 0.02 + start;
      const until = from + length;
      const envelope = this.#context.createGain();
      envelope.gain.setValueAtTime(0, from);
      envelope.gain.linearRampToValueAtTime(volume, from + 0.012);
      if (soft) {
        envelope.gain.exponentialRampToValueAtTime(volume / 500, until);
      } else {
        envelope.gain.setValueAtTime(volume, until - 0.012);
        envelope.gain.linearRampToValueAtTime(0, until);
      }

      envelope.connect(output);
      for (const frequency of frequencies) {
        const oscillator = this.#context.createOscillator();
        oscillator.frequency.value = frequency;
        oscillator.connect(envelope);
        oscillator.start(from);
        oscillator.stop(until + 0.05);
      }
    }
  }
}
