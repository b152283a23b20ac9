// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { min } = require('./builtins.js');
const { createTimer } = require('./timers.js');
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
const createHeartbeat = (clock, ping, dead) => {
  let periodMs = 0;
  let heardAt = 0;
  let spokeAt = 0;
  /** When a ping went out that nothing was heard after. */
  let askedAt = Infinity;
  const timer = createTimer(clock);
  const probe = createTimer(clock);

  const ask = () => {
    askedAt = min(askedAt, clock.now());
    ping();
  };

  const tick = () => {
    const now = clock.now();
    if (now - heardAt >= 2 * periodMs && now - askedAt >= min(periodMs, PROBE_MS)) {
      dead();
      return;
    }
    if (now - min(heardAt, spokeAt) >= periodMs) {
      ask();
    }
    timer.set(periodMs / 2, tick);
  };

  const stop = () => {
    timer.stop();
    probe.stop();
    askedAt = Infinity;
  };

  return {
    /** @param {number} ms */
    start(ms) {
      stop();
      periodMs = ms;
      heardAt = spokeAt = clock.now();
      timer.set(ms / 2, tick);
    },
    /** Some frame came. */
    heard() {
      heardAt = clock.now();
      askedAt = Infinity;
    },
    /** A frame came that answers one of ours, so they arrive. */
    answered: probe.stop,
    spoke() {
      spokeAt = clock.now();
    },
    /** Asks now and expects an answer soon: other frames may still come where ours go nowhere. */
    probe() {
      if (timer.on && !probe.on) {
        ask();
        probe.set(PROBE_MS, dead);
      }
    },
    stop,
  };
};

module.exports = { createHeartbeat };
