import { h } from '../dom.js';

/** What is drawn beyond the screen, above and below. */
const OVERSCAN_PX = 700;
/** When less than this is left, more is drawn. */
const RESERVE_PX = 250;
/** Space above the first line and below the last. */
const EDGE_PX = 16;
/** Heights that differ by less are the same. */
const SAME_PX = 0.3;
/** Drawing changes heights, and heights change what is to be drawn; it settles long before this. */
const TURNS_AT_MOST = 6;
const IDLE_MS = 160;

/**
 * Draws of a long list only what is on screen and a little around it. Heights are measured when a line is drawn and kept
 * when it goes; lines that were never drawn are guessed. One line, the anchor, stays where it is on the screen through
 * whatever happens to the others.
 *
 * @template {{ key: string }} Item
 * @param {object} options
 * @param {HTMLElement} options.scroller
 * @param {HTMLElement} options.column
 * @param {(item: Item) => { element: HTMLElement, update(item: Item): void, dispose?(): void }} options.make
 * @param {(item: Item) => number} options.guess
 * @param {(item: Item) => boolean} options.steady whether a line stays the same when others come before it
 */
export function createWindow({ scroller, column, make, guess, steady }) {
  const above = h('div', { class: 'spacer', 'aria-hidden': 'true' });
  const below = h('div', { class: 'spacer', 'aria-hidden': 'true' });
  /** @type {Item[]} */
  let items = [];
  /** @type {Map<string, number>} */
  let places = new Map();
  /** @type {Map<string, number>} */
  const heights = new Map();
  /** Where each line begins, and at the end where the last one ends. */
  let tops = new Float64Array(1);
  let from = 0;
  let to = 0;
  /**
   * How far the drawn lines stand from where the heights say. A scroll under way must not be corrected, so what turns out
   * higher or lower than guessed is taken from the space above until the scroll rests.
   */
  let drift = 0;
  let sticky = true;
  /** @type {any} */
  let idle = null;
  /** @type {Map<string, { element: HTMLElement, update(item: Item): void, dispose?(): void }>} */
  const drawn = new Map();
  /** @type {WeakMap<Element, string>} */
  const keys = new WeakMap();

  const total = () => tops[items.length];
  const screen = () => scroller.clientHeight;
  const origin = () => scroller.scrollTop - EDGE_PX - drift;
  const reachesEnd = () => scroller.scrollHeight - scroller.scrollTop - screen();

  function sum() {
    tops = new Float64Array(items.length + 1);
    items.forEach((item, place) => {
      tops[place + 1] = tops[place] + (heights.get(item.key) ?? guess(item));
    });
  }

  /** @param {number} y @returns {number} the line at that height */
  function placeAt(y) {
    let low = 0;
    let high = items.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      tops[middle] <= y ? (low = middle) : (high = middle - 1);
    }
    return Math.max(0, low);
  }

  /** The lines of the screen and where they stand there: steady ones first, then the others. */
  function anchors() {
    const start = placeAt(origin());
    const end = Math.min(items.length, placeAt(origin() + screen()) + 1);
    const lines = [];
    for (let place = start; place < end; place++) {
      if (tops[place + 1] > origin()) {
        lines.push({ key: items[place].key, at: tops[place] - origin(), steady: steady(items[place]) });
      }
    }
    return lines.sort((a, b) => Number(b.steady) - Number(a.steady));
  }

  /** The one that stays where it is. */
  const anchor = () => anchors()[0] ?? (items.length > 0 ? { key: items[0].key, at: -origin() } : null);

  /** @param {string} key */
  function drop(key) {
    const entry = drawn.get(key);
    if (entry) {
      if (entry.element.contains(document.activeElement)) {
        scroller.focus({ preventScroll: true });
      }
      sizes.unobserve(entry.element);
      entry.element.remove();
      entry.dispose?.();
      drawn.delete(key);
    }
  }

  /** Makes the page hold exactly the lines of the range. */
  function fill() {
    const wanted = new Set();
    for (let place = from; place < to; place++) {
      wanted.add(items[place].key);
    }
    [...drawn.keys()].forEach((key) => wanted.has(key) || drop(key));
    let next = above.nextElementSibling;
    for (let place = from; place < to; place++) {
      const item = items[place];
      const known = drawn.get(item.key);
      const entry = known ?? make(item);
      entry.update(item);
      if (!known) {
        drawn.set(item.key, entry);
        keys.set(entry.element, item.key);
        sizes.observe(entry.element);
      }
      if (entry.element === next) {
        next = next.nextElementSibling;
      } else {
        column.insertBefore(entry.element, next);
      }
    }
  }

  /** @returns {boolean} whether a line is of another height than was thought */
  function measure() {
    let other = false;
    if (screen() === 0) {
      return false; // not on the page
    }
    for (const [key, { element }] of drawn) {
      const { height } = element.getBoundingClientRect();
      if (Math.abs(height - (heights.get(key) ?? -1)) > SAME_PX) {
        heights.set(key, height);
        other = true;
      }
    }
    if (other) {
      sum();
    }
    return other;
  }

  /**
   * @param {{ key: string, at: number } | null} held null: the end of the list stays at the end of the screen
   * @param {boolean} exact whether the scroll may be corrected now
   */
  function draw(held, exact) {
    if (above.parentElement !== column) {
      column.replaceChildren(above, below);
    }
    const place = () => (held && places.get(held.key)) ?? -1;
    for (let turn = 0; turn < TURNS_AT_MOST; turn++) {
      // Nobody can scroll beyond the ends, wherever a line would stand then.
      const lowest = Math.max(-EDGE_PX, total() - screen() + EDGE_PX);
      const top = held && place() >= 0 ? Math.max(-EDGE_PX, Math.min(tops[place()] - held.at, lowest)) : total() - screen();
      const first = items.length > 0 ? placeAt(top - OVERSCAN_PX) : 0;
      const last = items.length > 0 ? placeAt(top + screen() + OVERSCAN_PX) + 1 : 0;
      if (turn > 0 && first === from && last === to) {
        break;
      }
      [from, to] = [first, last];
      fill();
      if (!measure()) {
        break;
      }
    }
    if (!held || place() < 0) {
      drift = 0;
      pad();
      scroller.scrollTop = scroller.scrollHeight;
      return;
    }
    const wanted = scroller.scrollTop + held.at - EDGE_PX - tops[place()];
    drift = exact || from === 0 || tops[from] + wanted < 0 ? 0 : wanted;
    pad();
    const target = EDGE_PX + drift + tops[place()] - held.at;
    if (Math.abs(target - scroller.scrollTop) > SAME_PX) {
      scroller.scrollTop = target;
    }
  }

  function pad() {
    above.style.height = `${EDGE_PX + drift + tops[from]}px`;
    below.style.height = `${EDGE_PX + total() - tops[to]}px`;
  }

  const sizes = new ResizeObserver((entries) => {
    if (!column.contains(above) || screen() === 0) {
      return;
    }
    const held = sticky ? null : anchor();
    let other = false;
    for (const { target } of entries) {
      const key = keys.get(target);
      const { height } = target.getBoundingClientRect();
      if (key === undefined) {
        other = true;
      } else if (Math.abs(height - (heights.get(key) ?? 0)) > SAME_PX) {
        heights.set(key, height);
        other = true;
      }
    }
    if (other) {
      sum();
      draw(held, idle === null);
    }
  });
  sizes.observe(scroller);

  function rest() {
    clearTimeout(idle);
    idle = null;
    if (drift !== 0 && items.length > 0) {
      draw(anchor(), true);
    }
  }

  return {
    /** Whether the end stays on screen when lines are added. */
    get sticky() {
      return sticky;
    },
    set sticky(on) {
      sticky = on;
    },
    get items() {
      return items;
    },
    /** Pixels from the end of the screen to the end of the list. */
    get left() {
      return reachesEnd();
    },
    /** Pixels from the top of the list to the top of the screen. */
    get before() {
      return Math.max(0, origin());
    },
    /** @param {Item[]} next */
    set(next) {
      const held = sticky || items.length === 0 ? [] : anchors();
      const first = sticky ? null : anchor();
      items = next;
      places = new Map(items.map(({ key }, place) => [key, place]));
      sum();
      // What one looks at may be gone; then something beside it stays.
      draw(held.find(({ key }) => places.has(key)) ?? first, idle === null);
    },
    /** Nothing is drawn any more; the column is free for something else. */
    clear() {
      [...drawn.keys()].forEach(drop);
      items = [];
      places = new Map();
      from = to = drift = 0;
      sum();
      above.remove();
      below.remove();
    },
    /** A scroll has happened: draws what has come near. */
    scrolled() {
      const y = origin();
      const isShort = (tops[from] > y - RESERVE_PX && from > 0) || (tops[to] < y + screen() + RESERVE_PX && to < items.length);
      if (isShort) {
        draw(anchor(), false);
      }
      clearTimeout(idle);
      idle = setTimeout(rest, IDLE_MS);
    },
    /** @param {boolean} [smooth] */
    toEnd(smooth = false) {
      sticky = true;
      if (!smooth) {
        draw(null, true);
        return;
      }
      if (reachesEnd() > 2 * screen()) {
        draw(null, true);
        scroller.scrollTop -= screen();
        draw(anchor(), true);
      }
      scroller.scrollTo({ top: scroller.scrollHeight, behavior: 'smooth' });
    },
    /**
     * @param {string} key
     * @param {number} at where it comes to stand on the screen
     */
    show(key, at) {
      if (places.has(key)) {
        sticky = false;
        draw({ key, at }, true);
      }
    },
    /** Moves no more than needed for the whole line to be seen. @param {string} key */
    reveal(key) {
      const place = places.get(key);
      if (place !== undefined) {
        const top = tops[place] - origin();
        const bottom = tops[place + 1] - origin();
        if (top < 0 || bottom > screen()) {
          this.show(key, top < 0 ? EDGE_PX : Math.max(EDGE_PX, screen() - EDGE_PX - (bottom - top)));
        }
      }
    },
    /** @param {string} key @returns {number | null} where a line stands on the screen; negative is above it */
    whereIs(key) {
      const place = places.get(key);
      return place === undefined ? null : tops[place] - origin();
    },
    /** The last line that is seen whole. */
    lowest() {
      const end = origin() + screen();
      let place = items.length > 0 ? placeAt(end) : -1;
      while (place >= 0 && tops[place + 1] > end + 4) {
        place--;
      }
      return place;
    },
    /** @param {string} key */
    elementOf: (key) => drawn.get(key)?.element ?? null,
    /** @param {Element} element */
    keyOf: (element) => keys.get(element) ?? null,
    /** @param {string} key */
    placeOf: (key) => places.get(key) ?? -1,
    dispose() {
      clearTimeout(idle);
      sizes.disconnect();
      [...drawn.values()].forEach((entry) => entry.dispose?.());
      drawn.clear();
    },
  };
}
