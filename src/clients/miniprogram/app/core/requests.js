// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { readError } = require('./protocol.js');
const { createTimer } = require('./timers.js');
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
const createRequests = (clock, send, late) => {
  let lastId = 0;
  /** @type {Map<string | number | undefined, (frame: Frame) => void>} */
  const waiting = new Map();

  return {
    /**
     * @param {string} type
     * @param {object} [fields]
     * @returns {Promise<Frame>}
     */
    start: (type, fields) => new Promise((resolve, reject) => {
      const id = ++lastId;
      send({ ...fields, type, id });
      const timer = createTimer(clock);
      /** @param {Frame} frame */
      const settle = (frame) => {
        waiting.delete(id);
        timer.stop();
        frame.type === 'error' ? reject(readError(frame, 'internal')) : resolve(frame);
      };
      waiting.set(id, settle);
      timer.set(TIMEOUT_MS, () => {
        settle({ type: 'error', code: 'timeout' });
        late();
      });
    }),
    /** @param {Frame} frame */
    settle: (frame) => waiting.get(frame.id)?.(frame),
    /** @param {string} code */
    failAll: (code) => [...waiting.values()].forEach((settle) => settle({ type: 'error', code })),
  };
};

module.exports = { createRequests };
