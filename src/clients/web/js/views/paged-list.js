import { h } from '../dom.js';
import { t } from '../strings/index.js';
import { problem, skeleton } from './common.js';

/**
 * A list that comes in pages, with all its states.
 *
 * @template T
 * @param {object} options
 * @param {string} options.label
 * @param {(cursor: string | null) => Promise<{ items: T[], cursor: string | null }>} options.load
 * @param {(item: T) => HTMLElement} options.row
 * @param {string} options.empty what to say when there is nothing
 */
export function pagedList({ label, load, row, empty }) {
  const list = h('ul', { class: 'people', 'aria-label': label });
  const foot = h('div', { class: 'slot list-foot' });
  /** @type {T[]} */
  let items = [];
  /** @type {string | null} */
  let next = null;
  let round = 0;
  /** @type {(item: T) => boolean} */
  let wanted = () => true;

  function draw() {
    list.replaceChildren(...items.filter(wanted).map(row));
    list.hidden = list.childElementCount === 0;
  }

  function rest() {
    foot.replaceChildren(...(next
      ? [h('button', { type: 'button', class: 'button', onclick: () => void page(next) }, t('list.more'))]
      : list.hidden ? [h('p', { class: 'hint' }, items.length > 0 ? t('search.none') : empty)] : []));
  }

  /** @param {string | null} cursor */
  async function page(cursor) {
    const asked = ++round;
    if (items.length === 0) {
      foot.replaceChildren(skeleton(3));
    }
    try {
      const answer = await load(cursor);
      if (asked === round) {
        items = cursor ? [...items, ...answer.items] : answer.items;
        next = answer.cursor;
        draw();
        rest();
      }
      return asked === round;
    } catch (error) {
      if (asked === round) {
        foot.replaceChildren(problem(error),
          h('button', { type: 'button', class: 'button', onclick: () => void page(cursor) }, t('retry')));
      }
      return false;
    }
  }

  void page(null);
  return {
    element: h('div', null, list, foot),
    /** From the start, keeping what is on screen until it comes. */
    reload: () => void page(null),
    /**
     * Shows only some. What was not loaded yet is, as far as there is patience for it.
     *
     * @param {(item: T) => boolean} test
     * @param {number} pages at most
     */
    async filter(test, pages) {
      wanted = test;
      draw();
      rest();
      for (let n = 0; n < pages && next && wanted === test; n++) {
        if (!await page(next)) {
          return;
        }
      }
    },
  };
}
