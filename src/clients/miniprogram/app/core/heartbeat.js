// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

/** @import { Clock } from './types.js' */

/** How long a probe waits: short, because somebody just came back and looks at the screen. */
const PROBE_MS = 5_000;

/**
 * Notices silence. It pings when nothing came or went for one period and calls the socket dead after two without a
 * frame. A timer that fires late (frozen page, sleeping laptop) pings first, so waking up is not mistaken for death.
 *
 * @param {Clock} clock
 * @param {() => void} ping
 * @param {() => void} dead
 */
function createHeartbeat(clock, ping, dead) {
  let periodMs = 0;
  let heardAt = 0;
  let spokeAt = 0;
  /** @type {number | null} */
  let askedAt = null;
  /** @type {any} */
  let timer = null;
  /** @type {any} */
  let probe = null;

  function ask() {
    askedAt ??= clock.now();
    ping();
  }

  function tick() {
    const now = clock.now();
    const grace = Math.min(periodMs, PROBE_MS);
    if (askedAt !== null && now - heardAt >= 2 * periodMs && now - askedAt >= grace) {
      dead();
      return;
    }
    if (now - heardAt >= periodMs || now - spokeAt >= periodMs) {
      ask();
    }
    timer = clock.setTimeout(tick, periodMs / 2);
  }

  function stop() {
    clock.clearTimeout(timer);
    clock.clearTimeout(probe);
    timer = probe = askedAt = null;
  }

  return {
    /** @param {number} ms */
    start(ms) {
      stop();
      periodMs = ms;
      heardAt = spokeAt = clock.now();
      timer = clock.setTimeout(tick, periodMs / 2);
    },
    /** Some frame came. */
    heard() {
      heardAt = clock.now();
      askedAt = null;
    },
    /** A frame came that answers one of ours, so they arrive. */
    answered() {
      clock.clearTimeout(probe);
      probe = null;
    },
    spoke() {
      spokeAt = clock.now();
    },
    /** Asks now and expects an answer soon: other frames may still come where ours go nowhere. */
    probe() {
      if (probe === null && timer !== null) {
        ask();
        probe = clock.setTimeout(dead, PROBE_MS);
      }
    },
    stop,
  };
}

module.exports = { createHeartbeat };
