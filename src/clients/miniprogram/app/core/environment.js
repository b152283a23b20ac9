// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { text } = require('./protocol.js');
/** @import { Clock, Storage, Fetch } from './types.js' */

/**
 * The outside world with the defaults of the platform. Everything here can be replaced, which is how tests own time and
 * how a mini program brings its own storage and requests.
 */

const host = /** @type {any} */ (globalThis);

/** @returns {Clock} */
const defaultClock = () => ({
  now: () => Date.now(),
  setTimeout: (run, ms) => host.setTimeout(run, ms),
  clearTimeout: (timer) => host.clearTimeout(timer),
  random: Math.random,
});

/** @type {Fetch} */
const defaultFetch = (url, init) => host.fetch(url, init);

/** @returns {Storage} */
const memoryStorage = () => {
  /** @type {Map<string, string>} */
  const map = new Map();
  return {
    get: (key) => map.get(key) ?? null,
    set: (key, value) => map.set(key, value),
    remove: (key) => map.delete(key),
  };
};

/**
 * JSON on top of a storage. A full or forbidden storage costs persistence, never the conversation.
 *
 * @param {Storage} storage
 */
const createStore = (storage) => {
  return {
    /** @param {string} key */
    read(key) {
      try {
        return JSON.parse(storage.get(key) || 'null');
      } catch {
        return null;
      }
    },
    /**
     * @param {string} key
     * @param {any} value null removes the key
     * @returns {boolean} false where it was refused: private windows and full disks do
     */
    write(key, value) {
      try {
        value === null ? storage.remove(key) : storage.set(key, JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
  };
};

/** @typedef {ReturnType<typeof createStore>} Store */

/**
 * An id that no other device draws: time, then 48 random bits.
 *
 * @param {string} prefix
 * @param {Clock} clock
 */
const createId = (prefix, clock) => {
  const part = () => Math.floor(clock.random() * 2 ** 24).toString(36).padStart(5, '0');
  return `${prefix}-${clock.now().toString(36)}-${part()}${part()}`;
};

const DEVICE_KEY = 'device';

/**
 * The id of this installation: made once, then always the same.
 *
 * @param {Storage} storage
 * @param {string} prefix
 * @param {Clock} [clock]
 * @returns {string}
 */
const createDeviceId = (storage, prefix, clock = defaultClock()) => {
  const store = createStore(storage);
  const id = text(store.read(DEVICE_KEY)) || createId(prefix, clock);
  store.write(DEVICE_KEY, id);
  return id;
};

module.exports = { defaultClock, defaultFetch, memoryStorage, createStore, createId, createDeviceId };
