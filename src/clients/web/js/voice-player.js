/**
 * The one place where voice messages sound: whichever starts ends the one before. What is on the page shows its state and
 * may go and come back meanwhile.
 *
 * @typedef {{ playing: boolean, at: number }} Voice `at` in milliseconds
 */
const audio = new Audio();
audio.preload = 'auto';
/** @type {string | null} the key of the row that plays or was stopped midway */
let current = null;
/** @type {Map<string, (voice: Voice) => void>} */
const watchers = new Map();
/** @type {number} */
let frame = 0;

const voiceOf = (/** @type {string} */ key) => ({
  playing: key === current && !audio.paused,
  at: key === current ? audio.currentTime * 1_000 : 0,
});

/** @param {string | null} key */
function tell(key) {
  if (key !== null) {
    watchers.get(key)?.(voiceOf(key));
  }
}

function run() {
  cancelAnimationFrame(frame);
  tell(current);
  if (current !== null && !audio.paused) {
    frame = requestAnimationFrame(run);
  }
}

for (const name of ['play', 'pause', 'seeked']) {
  audio.addEventListener(name, run);
}
audio.addEventListener('ended', () => {
  const key = current;
  current = null;
  tell(key);
});

export const player = {
  voiceOf,
  /**
   * @param {string} key
   * @param {(voice: Voice) => void} run
   */
  watch(key, run) {
    watchers.set(key, run);
    return () => watchers.get(key) === run && watchers.delete(key);
  },
  /**
   * Plays, goes on or pauses.
   *
   * @param {string} key
   * @param {() => Promise<string>} getUrl
   */
  async toggle(key, getUrl) {
    if (key === current) {
      await (audio.paused ? audio.play() : audio.pause());
      return;
    }
    const before = current;
    audio.pause();
    current = key;
    tell(before);
    const url = await getUrl();
    if (current === key) {
      audio.src = url;
      await audio.play();
    }
  },
  /**
   * @param {string} key
   * @param {number} ms
   */
  seek(key, ms) {
    if (key === current && Number.isFinite(ms)) {
      audio.currentTime = Math.max(0, ms / 1_000);
    }
  },
  stop() {
    const before = current;
    audio.pause();
    audio.removeAttribute('src');
    current = null;
    tell(before);
  },
};
