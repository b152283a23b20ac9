import { h } from '../dom.js';
import { icon } from '../icons.js';

/** @type {(() => void) | null} */
let closeOpen = null;

/**
 * A small menu beside what was pressed. Arrow keys move, Escape closes and gives the focus back.
 *
 * @param {HTMLElement} anchor gets the focus back
 * @param {{ label: string, icon: Parameters<typeof icon>[0], testid?: string, bad?: boolean, run(): void }[]} items
 * @param {{ x: number, y: number } | null} [place] where a pointer asked for it
 */
export function openMenu(anchor, items, place = null) {
  closeOpen?.();
  if (!anchor.isConnected) {
    return; // gone while the menu was on its way
  }
  const buttons = items.map((item) => h('button', {
    type: 'button',
    role: 'menuitem',
    class: item.bad ? 'bad' : '',
    'data-testid': item.testid,
    onclick: () => {
      close();
      anchor.focus({ preventScroll: true });
      item.run();
    },
  }, icon(item.icon), item.label));
  const menu = h('div', { class: 'menu', role: 'menu' }, buttons);

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const end = { Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      close();
      anchor.focus();
    } else if (step) {
      event.preventDefault();
      const at = buttons.indexOf(/** @type {any} */ (document.activeElement));
      buttons[(at + step + buttons.length) % buttons.length].focus();
    } else if (end !== undefined) {
      event.preventDefault();
      buttons[end].focus();
    }
  }

  /** @param {Event} event */
  function onOutside(event) {
    if (!menu.contains(/** @type {Node} */ (event.target))) {
      close();
    }
  }

  const { top } = anchor.getBoundingClientRect();

  /** Something else may scroll as it likes, such as a log to its new end. */
  function onScroll() {
    if (Math.abs(anchor.getBoundingClientRect().top - top) > 1) {
      close();
    }
  }

  function close() {
    closeOpen = null;
    anchor.setAttribute('aria-expanded', 'false');
    menu.remove();
    removeEventListener('pointerdown', onOutside, true);
    removeEventListener('scroll', onScroll, true);
    removeEventListener('resize', close);
  }

  closeOpen = close;
  menu.addEventListener('keydown', onKey);
  // What is outside a modal dialog can't be reached while it is open.
  (anchor.closest('dialog') ?? document.body).append(menu);
  anchor.setAttribute('aria-expanded', 'true');
  const at = place ? new DOMRect(place.x, place.y) : anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const start = place ? at.left : at.right - size.width;
  const left = Math.max(8, Math.min(start, innerWidth - size.width - 8));
  const below = at.bottom + 4 + size.height < innerHeight - 8;
  menu.style.left = `${left}px`;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
  addEventListener('pointerdown', onOutside, true);
  addEventListener('scroll', onScroll, true);
  addEventListener('resize', close);
  buttons[0]?.focus();
}
