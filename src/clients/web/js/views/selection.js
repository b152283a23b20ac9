/** @import { Row } from '../../../core/src/types.js' */

/** The server forwards no more at once. */
export const SELECTED_AT_MOST = 30;

/**
 * Several messages that one wants to do something with.
 *
 * @param {() => void} changed
 */
export function createSelection(changed) {
  /** @type {Map<number, Row>} */
  const picked = new Map();
  let on = false;
  return {
    get on() {
      return on;
    },
    get size() {
      return picked.size;
    },
    /** @param {number | null} seq */
    has: (seq) => seq !== null && picked.has(seq),
    /** Ascending, as they were said. */
    rows: () => [...picked.values()].sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0)),
    /** @param {Row} row */
    start(row) {
      on = true;
      picked.clear();
      this.toggle(row);
    },
    /** @param {Row} row */
    toggle(row) {
      if (row.seq === null || row.recalled || row.kind !== 'message') {
        return;
      }
      if (!picked.delete(row.seq) && picked.size < SELECTED_AT_MOST) {
        picked.set(row.seq, row);
      }
      changed();
    },
    stop() {
      if (on) {
        on = false;
        picked.clear();
        changed();
      }
    },
  };
}
