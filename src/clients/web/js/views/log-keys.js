/** @import { Acts } from './message-actions.js' */

/**
 * The keyboard in the log: arrows go from message to message, Enter opens the menu of the one that has the focus, Escape
 * goes back to the log.
 *
 * @param {object} options
 * @param {HTMLElement} options.scroller
 * @param {any} options.list the window
 * @param {Acts} options.acts
 */
export function createLogKeys({ scroller, list, acts }) {
  /** @param {Element | null} element @returns {HTMLElement | null} */
  const messageOf = (element) => /** @type {HTMLElement | null} */ (element?.closest('.message') ?? null);

  /** @param {string} key */
  function enter(key) {
    list.reveal(key);
    list.elementOf(key)?.focus({ preventScroll: true });
  }

  /** @param {number} step */
  function move(step) {
    const current = messageOf(document.activeElement);
    let place = current ? list.placeOf(list.keyOf(current) ?? '') + step : list.lowest();
    while (list.items[place] && !(list.items[place].type === 'row' && list.items[place].row.kind === 'message')) {
      place += step;
    }
    if (list.items[place]) {
      enter(list.items[place].key);
    }
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const target = /** @type {Element} */ (event.target);
    const onMessage = target.classList.contains('message');
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || (target !== scroller && !messageOf(target))) {
      return;
    }
    if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && (onMessage || target === scroller)) {
      event.preventDefault();
      move(event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.key === 'Enter' && onMessage) {
      event.preventDefault();
      acts.menu(/** @type {HTMLElement} */ (target), null);
    } else if (event.key === 'Escape' && messageOf(target)) {
      event.preventDefault();
      scroller.focus({ preventScroll: true });
    }
  }

  scroller.addEventListener('keydown', onKey);
  return { enter, dispose: () => scroller.removeEventListener('keydown', onKey) };
}
