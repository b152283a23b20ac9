/**
 * Which lines of a room are drawn. A long room is never drawn whole: a window of it follows the reader, grows where they
 * scroll to, and lets go of what is far away on the other side. At the end it moves along with what comes.
 */

const FIRST = 40;
const STEP = 40;
const MOST = 120;

/** A window over lists of things that have a `key`. */
function createWindow() {
  /** Keys of the first and the last line drawn; null for "the end". */
  let firstKey = null;
  let lastKey = null;

  const place = (lines, key, otherwise) => {
    const found = key === null ? -1 : lines.findIndex((line) => line.key === key);
    return found < 0 ? otherwise : found;
  };

  function bounds(lines) {
    const end = lastKey === null ? lines.length : place(lines, lastKey, lines.length - 1) + 1;
    const start = Math.min(place(lines, firstKey, Math.max(0, end - FIRST)), Math.max(0, end - 1));
    return { start, end };
  }

  function keep(lines, start, end) {
    firstKey = lines[start] ? lines[start].key : null;
    lastKey = end >= lines.length ? null : lines[end - 1].key;
  }

  return {
    /** The part of `lines` to draw. While it ends at the end, it is kept from growing without bound. */
    cut(lines) {
      let { start, end } = bounds(lines);
      if (lastKey === null && end - start > MOST) {
        start = end - FIRST;
      }
      keep(lines, start, end);
      return { lines: lines.slice(start, end), before: start, after: lines.length - end };
    },
    /** @returns {boolean} whether there was anything above to take in */
    up(lines) {
      const { start, end } = bounds(lines);
      const next = Math.max(0, start - STEP);
      keep(lines, next, Math.min(end, next + MOST));
      return next < start;
    },
    /** @returns {boolean} whether there was anything below to take in */
    down(lines) {
      const { start, end } = bounds(lines);
      const next = Math.min(lines.length, end + STEP);
      keep(lines, Math.max(start, next - MOST), next);
      return next > end;
    },
    /** Stays where it is, even if more comes at the end. */
    hold(lines) {
      if (lastKey === null && lines.length > 0) {
        lastKey = lines[lines.length - 1].key;
      }
    },
    toEnd() {
      firstKey = null;
      lastKey = null;
    },
    /** Moves to where the line with this key is in the middle. */
    around(lines, key) {
      const at = place(lines, key, 0);
      const start = Math.max(0, at - STEP / 2);
      keep(lines, start, Math.min(lines.length, start + FIRST));
    },
    /** @returns {boolean} whether the newest line is drawn, whatever comes */
    get atEnd() {
      return lastKey === null;
    },
  };
}

module.exports = { createWindow, MOST };
