// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { chatError } = require('./protocol.js');
/** @import { ChatError } from './protocol.js' */
/** @import { Clock } from './types.js' */

/**
 * One timer: setting it again replaces what was set before.
 *
 * @param {Clock} clock
 */
const createTimer = (clock) => {
  /** @type {any} */
  let handle = null;
  const timer = {
    /** Whether it is set and has not fired. */
    on: false,
    stop: () => {
      clock.clearTimeout(handle);
      timer.on = false;
    },
    /**
     * @param {number} ms
     * @param {() => void} run
     */
    set: (ms, run) => {
      timer.stop();
      timer.on = true;
      handle = clock.setTimeout(() => {
        timer.on = false;
        run();
      }, ms);
    },
  };
  return timer;
};

const TRIES = 3;

/**
 * Runs until it works, three times at most, as long as another try may do.
 *
 * @template T
 * @param {Clock} clock
 * @param {number} pauseMs between tries, longer each time, where the server asked for nothing else
 * @param {() => Promise<T>} run
 * @param {(error: ChatError) => boolean} final whether to give up on this one
 * @param {number} [tries]
 * @returns {Promise<T>}
 */
const retrying = async (clock, pauseMs, run, final, tries = 1) => {
  try {
    return await run();
  } catch (failure) {
    const error = chatError(failure);
    if (!error.temporary || tries === TRIES || final(error)) {
      throw failure;
    }
    await new Promise((resolve) => clock.setTimeout(() => resolve(null), error.retryAfterMs || pauseMs * tries));
    return retrying(clock, pauseMs, run, final, tries + 1);
  }
};

module.exports = { createTimer, retrying };
