import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../strings/index.js';
import { openPopup } from './popup.js';

const QUICK = ['👍', '❤️', '😂', '🎉', '😮', '😢'];

/** @typedef {{ label: string, icon: Parameters<typeof icon>[0], testid: string, bad?: boolean, run(): void }} MenuItem */

/**
 * What one can do with a message: reactions in a row, the rest below. Arrow keys move in both, a letter finds.
 *
 * @param {object} options
 * @param {import('./popup.js').Box} options.at
 * @param {'start' | 'end'} options.align
 * @param {Element} options.back
 * @param {MenuItem[]} options.items
 * @param {{ mine: string[], pick(emoji: string): void, more(): void } | null} options.react
 */
export function openMessageMenu({ at, align, back, items, react }) {
  /** @param {() => void} run */
  const then = (run) => () => {
    close();
    run();
  };
  const faces = react ? [...QUICK.map((emoji) => h('button', {
    type: 'button', role: 'menuitem', class: react.mine.includes(emoji) ? 'mine' : '', 'data-testid': 'quick-reaction',
    'data-emoji': emoji, 'aria-label': t('message.react.with', { emoji }), onclick: then(() => react.pick(emoji)),
  }, emoji)), h('button', {
    type: 'button', role: 'menuitem', 'data-testid': 'more-reactions', 'aria-label': t('message.react.more'),
    title: t('message.react.more'), onclick: then(react.more),
  }, icon('plus'))] : [];
  const buttons = items.map((item) => h('button', {
    type: 'button', role: 'menuitem', class: item.bad ? 'bad' : '', 'data-testid': item.testid, onclick: then(item.run),
  }, icon(item.icon), item.label));
  const menu = h('div', { class: 'menu message-menu', role: 'menu', 'aria-label': t('message.menu') },
    faces.length > 0 && h('div', { class: 'faces', role: 'group', 'aria-label': t('message.react') }, faces), buttons);

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const focused = /** @type {any} */ (document.activeElement);
    const row = faces.includes(focused) ? faces : buttons;
    const sideways = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Tab') {
      event.preventDefault();
      close();
    } else if (sideways && row === faces) {
      event.preventDefault();
      row[(row.indexOf(focused) + sideways + row.length) % row.length].focus();
    } else if (down) {
      event.preventDefault();
      const all = faces.length > 0 ? [faces[0], ...buttons] : buttons;
      const place = row === faces ? 0 : all.indexOf(focused);
      all[(place + down + all.length) % all.length].focus();
    } else if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      (event.key === 'Home' ? buttons[0] : buttons.at(-1))?.focus();
    }
  }
  menu.addEventListener('keydown', onKey);
  const close = openPopup(menu, { at, align, back });
  (buttons[0] ?? faces[0])?.focus({ preventScroll: true });
}
