// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { max } = require('./builtins.js');
const { createTimer } = require('./timers.js');
/** @import { Clock } from './types.js' */

/** Renewal begins this long before the end, or at four fifths of a shorter life. */
const LEAD_MS = 60_000;
const RETRY_MS = 10_000;
/** Timers of most platforms overflow beyond this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Renews the token of a living session before it runs out. Failing is harmless: at expiry the server closes and the
 * connection asks for a new token itself.
 *
 * @param {Clock} clock
 * @param {() => Promise<number>} renew resolves with the milliseconds that the new token lives
 */
const createRenewal = (clock, renew) => {
  const timer = createTimer(clock);
  let run = 0;

  const cancel = () => {
    run++;
    timer.stop();
  };

  /** @param {number} lifeMs */
  const schedule = (lifeMs) => {
    cancel();
    const wait = max(lifeMs - LEAD_MS, lifeMs * 0.8, 1_000);
    if (wait < LONGEST_TIMER_MS) {
      timer.set(wait, attempt);
    }
  };

  const attempt = () => {
    const mine = run;
    renew().then(
      (lifeMs) => mine === run && schedule(lifeMs),
      () => mine === run && timer.set(RETRY_MS, attempt),
    );
  };

  return { schedule, cancel };
};

module.exports = { createRenewal };
