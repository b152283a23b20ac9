// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

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
function createRenewal(clock, renew) {
  /** @type {any} */
  let timer = null;
  let run = 0;

  function cancel() {
    run++;
    clock.clearTimeout(timer);
  }

  /** @param {number} lifeMs */
  function schedule(lifeMs) {
    cancel();
    const wait = Math.max(lifeMs - LEAD_MS, lifeMs * 0.8, 1_000);
    const mine = run;
    if (wait < LONGEST_TIMER_MS) {
      timer = clock.setTimeout(() => void attempt(mine), wait);
    }
  }

  /** @param {number} mine */
  async function attempt(mine) {
    try {
      const lifeMs = await renew();
      if (mine === run) {
        schedule(lifeMs);
      }
    } catch {
      if (mine === run) {
        timer = clock.setTimeout(() => void attempt(mine), RETRY_MS);
      }
    }
  }

  return { schedule, cancel };
}

module.exports = { createRenewal };
