/** The program's timers. They stand still while WeChat keeps it frozen; what was due meanwhile runs when it thaws. */

let frozen = false;
/** @type {(() => void)[]} */
let waiting = [];
let last = 0;
/** @type {Map<number, number>} the browser's timers by the program's */
const live = new Map();

/** Runs something now, or when the program thaws. */
export const whenThawed = (/** @type {() => void} */ run) => (frozen ? void waiting.push(run) : run());

export function freeze() {
  frozen = true;
}

export function thaw() {
  frozen = false;
  const due = waiting;
  waiting = [];
  due.forEach((run) => run());
}

function clear(/** @type {number} */ id) {
  window.clearTimeout(live.get(id));
  live.delete(id);
}

export const timers = {
  setTimeout(/** @type {Function} */ run, /** @type {number} */ ms, /** @type {any[]} */ ...more) {
    const id = ++last;
    live.set(id, window.setTimeout(() => whenThawed(() => live.delete(id) && run(...more)), ms));
    return id;
  },
  setInterval(/** @type {Function} */ run, /** @type {number} */ ms, /** @type {any[]} */ ...more) {
    const id = ++last;
    live.set(id, window.setInterval(() => frozen || run(...more), ms));
    return id;
  },
  clearTimeout: clear,
  clearInterval: clear,
};
