import { addFile, nextAnswer, permissions, resolveFile } from './files.js';
import { timers } from './timers.js';

/** What plays: as long as this, whatever it is. */
const PLAYS_MS = 1_000;

/** Stands for the microphone: the sound is what the test gave, as long as it was recorded. */
export function createRecorder() {
  /** @type {Record<string, Function>} */
  const on = { stop() {}, error() {} };
  let began = 0;
  return {
    onStop: (/** @type {Function} */ listener) => { on.stop = listener; },
    onError: (/** @type {Function} */ listener) => { on.error = listener; },
    start({ format = '', duration = 0 }) {
      if (!permissions.granted()['scope.record']) {
        timers.setTimeout(() => on.error({ errMsg: 'operateRecorder:fail auth deny' }), 0);
        return;
      }
      if (!['mp3', 'aac', 'wav', 'PCM'].includes(format) || duration > 600_000) {
        console.error(`RecorderManager.start: ${format}, ${duration} ms`);
      }
      began = Date.now();
    },
    stop() {
      if (began > 0) {
        const sound = /** @type {Blob} */ (nextAnswer('record'));
        const result = { tempFilePath: addFile(sound, 'voice.mp3'), duration: Date.now() - began, fileSize: sound.size };
        began = 0;
        timers.setTimeout(() => on.stop(result), 0);
      }
    },
  };
}

/** Stands for the loudspeaker: fetches what is to be played, so that an address that leads nowhere is noticed. */
export function createPlayer() {
  /** @type {Record<string, Function>} */
  const on = { ended() {}, error() {} };
  let gone = false;
  return {
    src: '',
    onEnded: (/** @type {Function} */ listener) => { on.ended = listener; },
    onError: (/** @type {Function} */ listener) => { on.error = listener; },
    async play() {
      const reply = await fetch(resolveFile(this.src));
      const type = reply.headers.get('content-type') ?? '';
      if (!reply.ok || !type.startsWith('audio/')) {
        console.error(`InnerAudioContext: ${this.src} gave ${reply.status}, ${type}`);
      }
      timers.setTimeout(() => gone || on.ended(), PLAYS_MS);
    },
    destroy() {
      gone = true;
    },
  };
}

export function imageInfo(/** @type {string} */ src) {
  return new Promise((resolve, reject) => {
    const picture = new Image();
    picture.onload = () => resolve({ width: picture.naturalWidth, height: picture.naturalHeight, type: src.split('.').pop(), path: src });
    picture.onerror = () => reject(new Error('image load failed'));
    picture.src = resolveFile(src);
  });
}
