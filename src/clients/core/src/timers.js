/** @import { Clock } from './types.js' */

/**
 * One timer: setting it again replaces what was set before.
 *
 * @param {Clock} clock
 */
export const createTimer = (clock) => {
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

/**
 * @param {Clock} clock
 * @param {number} ms
 */
export const pause = (clock, ms) => new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
  clock.setTimeout(() => resolve(), ms);
});
