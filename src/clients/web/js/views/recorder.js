import { h } from '../dom.js';
import { icon } from '../icons.js';
import { duration } from '../sizes.js';
import '../details.js';
import { t } from '../strings/index.js';
import { iconButton } from './common.js';
import { BARS, PEAK } from './voice.js';

/** @import { LocalFile } from '../../../core/src/types.js' */

/** What the server takes and most players play, best first. */
const TYPES = ['audio/mp4;codecs=mp4a.40.2', 'audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/webm'];
const SAMPLE_MS = 60;
/** Held for less than this, it was a click, and recording goes on without the finger. */
const HOLD_MS = 400;
/** A finger that moves this far away means no. */
const CANCEL_PX = 90;
/** Shorter ones are slips. */
const SHORTEST_MS = 600;
const LONGEST_MS = 5 * 60_000;
/** How loud is as high as the wave goes. */
const LOUD = 0.35;

/**
 * A voice message while it is spoken: held down or started by a click, sent or thrown away.
 *
 * @param {object} options
 * @param {PointerEvent | null} options.pressed how it was started; null: by the keyboard
 * @param {HTMLElement} options.button what was pressed
 * @param {(voice: LocalFile | null) => void} options.done
 * @param {(code: string) => void} options.problem
 */
export function createRecorder({ pressed, button, done, problem }) {
  const time = h('span', { class: 'time', role: 'timer' }, duration(0));
  const level = h('span', { class: 'level', 'aria-hidden': 'true' });
  const hint = h('span', { class: 'hint' }, t('voice.hint'));
  const send = h('button', {
    type: 'button', class: 'send', 'data-testid': 'voice-send', title: t('compose.send'), 'aria-label': t('compose.send'), onclick: () => finish(true),
  }, icon('send'));
  const element = h('div', { class: 'recorder', 'data-testid': 'recorder', onkeydown: onKey },
    iconButton(t('voice.cancel'), 'close', { 'data-testid': 'voice-cancel', onclick: () => finish(false) }),
    h('span', { class: 'dot', 'aria-hidden': 'true' }), time, level, hint, send);
  /** @type {MediaStream | null} */
  let stream = null;
  /** @type {MediaRecorder | null} */
  let recorder = null;
  /** @type {AudioContext | null} */
  let audio = null;
  /** @type {number[]} */
  const peaks = [];
  /** @type {Blob[]} */
  const chunks = [];
  let began = 0;
  let wanted = false;
  let over = false;
  /** @type {any} */
  let timer = null;

  async function start() {
    /** @type {AnalyserNode} */
    let analyser;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (over) {
        letGo();
        return;
      }
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      recorder = new MediaRecorder(stream, mimeType ? { mimeType } : undefined);
      recorder.addEventListener('dataavailable', ({ data }) => data.size > 0 && chunks.push(data));
      recorder.addEventListener('stop', deliver);
      audio = new AudioContext();
      analyser = audio.createAnalyser();
      audio.createMediaStreamSource(stream).connect(analyser);
      recorder.start();
    } catch {
      problem('no_microphone');
      finish(false);
      return;
    }
    const wave = new Float32Array(analyser.fftSize);
    began = performance.now();
    element.dataset.recording = 'true';
    timer = setInterval(() => {
      analyser.getFloatTimeDomainData(wave);
      const loud = Math.sqrt(wave.reduce((sum, value) => sum + value * value, 0) / wave.length);
      peaks.push(Math.min(1, loud / LOUD));
      level.style.setProperty('--level', String(peaks.at(-1)));
      time.textContent = duration(performance.now() - began);
      if (performance.now() - began > LONGEST_MS) {
        finish(true);
      }
    }, SAMPLE_MS);
  }

  /** @param {boolean} keep */
  function finish(keep) {
    if (over) {
      return;
    }
    over = true;
    wanted = keep && recorder !== null && performance.now() - began >= SHORTEST_MS;
    clearInterval(timer);
    released();
    if (recorder && recorder.state !== 'inactive') {
      recorder.stop();
    } else {
      deliver();
    }
  }

  function deliver() {
    const durationMs = Math.round(performance.now() - began);
    const mime = (recorder?.mimeType ?? '').split(';')[0];
    letGo();
    element.remove();
    if (!wanted || chunks.length === 0) {
      done(null);
      return;
    }
    const body = new Blob(chunks, { type: mime });
    done({
      kind: 'voice', body, name: `voice.${mime.split('/')[1] ?? 'webm'}`, mime, size: body.size, durationMs, waveform: waveform(),
    });
  }

  /** The loudest of each part. */
  function waveform() {
    return Array.from({ length: BARS }, (_, bar) => {
      const from = Math.floor((bar * peaks.length) / BARS);
      const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / BARS));
      return Math.round(Math.max(0, ...peaks.slice(from, to)) * PEAK);
    });
  }

  function letGo() {
    clearInterval(timer);
    stream?.getTracks().forEach((track) => track.stop());
    void audio?.close();
    stream = audio = null;
  }

  /** @param {PointerEvent} event */
  function onUp(event) {
    const away = pressed ? Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) : 0;
    const held = pressed ? event.timeStamp - pressed.timeStamp > HOLD_MS : false;
    released();
    if (away > CANCEL_PX) {
      finish(false);
    } else if (held) {
      finish(true);
    } else {
      element.classList.remove('held');
      send.focus();
    }
  }

  /** @param {PointerEvent} event */
  function onMove(event) {
    const away = pressed ? Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) : 0;
    element.classList.toggle('leaving', away > CANCEL_PX);
  }

  function released() {
    removeEventListener('pointerup', onUp);
    removeEventListener('pointercancel', onUp);
    removeEventListener('pointermove', onMove);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === 'Escape') {
      event.preventDefault();
      finish(false);
    }
  }

  if (pressed) {
    element.classList.add('held');
    button.releasePointerCapture?.(pressed.pointerId);
    addEventListener('pointerup', onUp);
    addEventListener('pointercancel', onUp);
    addEventListener('pointermove', onMove);
  } else {
    queueMicrotask(() => send.focus());
  }
  void start();
  return { element, stop: () => finish(false) };
}
