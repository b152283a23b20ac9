const KEY_AT_MOST_BYTES = 1024 * 1024;
const ALL_AT_MOST_BYTES = 10 * 1024 * 1024;
const PREFIX = 'wx:';

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text).length;
const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
const used = (/** @type {string} */ without) => keys().filter((key) => key !== without)
  .reduce((sum, key) => sum + bytes(localStorage.getItem(key) ?? ''), 0);

/** What the phone keeps of the program: 1 MB a key and 10 MB in all. */
export const storage = {
  get(/** @type {string} */ key) {
    const text = localStorage.getItem(PREFIX + key);
    return text === null ? '' : JSON.parse(text);
  },
  set(/** @type {string} */ key, /** @type {any} */ value) {
    const text = JSON.stringify(value);
    if (bytes(text) > KEY_AT_MOST_BYTES) {
      throw new Error('entry size limit reached');
    }
    if (used(PREFIX + key) + bytes(text) > ALL_AT_MOST_BYTES) {
      throw new Error('exceed storage max size 10Mb');
    }
    localStorage.setItem(PREFIX + key, text);
  },
  remove: (/** @type {string} */ key) => localStorage.removeItem(PREFIX + key),
  info: () => ({
    keys: keys().map((key) => key.slice(PREFIX.length)), currentSize: Math.ceil(used('') / 1024), limitSize: ALL_AT_MOST_BYTES / 1024,
  }),
};
