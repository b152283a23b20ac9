// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

/**
 * Tells listeners by name. A listener that throws does not keep the others from hearing; its error surfaces on its own.
 */
const createEmitter = () => {
  /** @type {Map<string, Set<(value: any) => void>>} */
  const listeners = new Map();
  return {
    /**
     * @param {string} name
     * @param {(value: any) => void} listener
     * @returns {() => void} stops listening
     */
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    /**
     * @param {string} name
     * @param {any} [value]
     */
    emit(name, value) {
      for (const listener of [...(listeners.get(name) ?? [])]) {
        try {
          listener(value);
        } catch (error) {
          void Promise.reject(error);
        }
      }
    },
  };
};

/** @typedef {ReturnType<typeof createEmitter>} Emitter */

module.exports = { createEmitter };
