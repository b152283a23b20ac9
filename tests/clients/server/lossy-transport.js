/** @import { Transport } from '../../../src/clients/core/src/types.js' */

/** How many of the cuts the client is not told of. */
const SILENT = 0.1;

/** A fixed row of numbers from 0 to 1 (mulberry32, public domain). @param {number} seed */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A network that loses frames in either direction, says some of them twice, holds some back (and what is behind them, as TCP
 * does), and cuts every connection after a while: one in ten so that the client is not told.
 *
 * @param {Transport} inner
 * @param {object} options
 * @param {() => number} options.random
 * @param {number} options.loss of each frame in either direction, 0 to 1
 * @param {number} options.twice
 * @param {number} options.delayMs at most
 * @param {number} options.cutMs
 * @returns {Transport & { counts: { lost: number, doubled: number, cut: number, silent: number } }}
 */
export function lossyTransport(inner, { random, loss, twice, delayMs, cutMs }) {
  const counts = { lost: 0, doubled: 0, cut: 0, silent: 0 };

  /** @param {(text: string) => void} pass */
  function line(pass) {
    let free = 0;
    return (/** @type {string} */ text) => {
      if (random() < loss) {
        counts.lost++;
        return;
      }
      const times = random() < twice ? 2 : 1;
      counts.doubled += times - 1;
      free = Math.max(free, Date.now() + random() * delayMs);
      setTimeout(() => {
        for (let time = 0; time < times; time++) {
          pass(text);
        }
      }, free - Date.now());
    };
  }

  /** @type {Transport} */
  const transport = (url, protocols, events) => {
    let open = true;
    const up = line((text) => open && socket.send(text));
    const down = line((text) => open && events.onText(text));
    /** @type {any} */
    let cut = null;
    const socket = inner(url, protocols, {
      onOpen() {
        cut = setTimeout(() => {
          counts.cut++;
          open = false;
          socket.close();
          if (random() < SILENT) {
            counts.silent++;
          } else {
            events.onClose(1006, '');
          }
        }, cutMs);
        events.onOpen();
      },
      onText: down,
      onClose(code, reason) {
        clearTimeout(cut);
        if (open) {
          open = false;
          events.onClose(code, reason);
        }
      },
    });
    return {
      send: up,
      close() {
        clearTimeout(cut);
        open = false;
        socket.close();
      },
    };
  };
  return Object.assign(transport, { counts });
}
