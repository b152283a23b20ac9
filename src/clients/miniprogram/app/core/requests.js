// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { ChatError } = require('./protocol.js');
/** @import { Clock, Frame } from './types.js' */

/** How long an answer may take. The outcome of what took longer is unknown, so the error is a temporary one. */
const TIMEOUT_MS = 10_000;

/**
 * Matches answers to requests by id.
 *
 * @param {Clock} clock
 * @param {(frame: Frame) => void} send may throw a ChatError
 * @param {() => void} late an answer did not come
 */
function createRequests(clock, send, late) {
  let lastId = 0;
  /** @type {Map<string | number, { resolve(frame: Frame): void, reject(error: ChatError): void, timer: any }>} */
  const waiting = new Map();

  return {
    /**
     * @param {string} type
     * @param {object} [fields]
     * @returns {Promise<Frame>}
     */
    start(type, fields) {
      return new Promise((resolve, reject) => {
        const id = ++lastId;
        send({ ...fields, type, id });
        const timer = clock.setTimeout(() => {
          waiting.delete(id);
          reject(new ChatError('timeout', `no answer to ${type}`));
          late();
        }, TIMEOUT_MS);
        waiting.set(id, { resolve, reject, timer });
      });
    },
    /** @param {Frame} frame */
    settle(frame) {
      const entry = frame.id === undefined ? undefined : waiting.get(frame.id);
      if (!entry || frame.id === undefined) {
        return;
      }
      waiting.delete(frame.id);
      clock.clearTimeout(entry.timer);
      frame.type === 'error' ? entry.reject(ChatError.from(frame)) : entry.resolve(frame);
    },
    /** @param {string} code */
    failAll(code) {
      const entries = [...waiting.values()];
      waiting.clear();
      for (const entry of entries) {
        clock.clearTimeout(entry.timer);
        entry.reject(new ChatError(code));
      }
    },
  };
}

module.exports = { createRequests };
