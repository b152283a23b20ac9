import { EMOJI } from '../emoji-data.js';
import { h } from '../dom.js';
import { loadStyle } from '../styles.js';
import '../details.js';
import { t } from '../strings/index.js';
import { openPopup } from './popup.js';

const KEY = 'akkachat.emoji';
const RECENT_AT_MOST = 18;
const COLUMNS = 8;
const FACES = { recent: '🕘', faces: '😀', people: '👍', nature: '🌻', food: '🍜', things: '🎉', signs: '❤️' };

/** @returns {string[]} */
function recentOnes() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((emoji) => typeof emoji === 'string').slice(0, RECENT_AT_MOST) : [];
  } catch {
    return [];
  }
}

/** @param {string} emoji */
function keepRecent(emoji) {
  try {
    const next = [emoji, ...recentOnes().filter((other) => other !== emoji)].slice(0, RECENT_AT_MOST);
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Without storage there are no recent ones.
  }
}

/**
 * Emoji by kind, with a search in both languages and those used last. Arrow keys move over them.
 *
 * @param {object} options
 * @param {import('./popup.js').Box} options.at
 * @param {Element | null} options.back where the focus goes
 * @param {boolean} options.once whether one choice is all
 * @param {(emoji: string) => void} options.pick
 */
export async function openEmojiPicker({ at, back, once, pick }) {
  await loadStyle('/css/emoji.css');
  if (back && !back.isConnected) {
    return; // gone meanwhile
  }
  const search = /** @type {HTMLInputElement} */ (h('input', {
    type: 'search', class: 'input', placeholder: t('emoji.search'), 'aria-label': t('emoji.search'), autocomplete: 'off',
    'data-testid': 'emoji-search', oninput: () => draw(), onkeydown: onSearchKey,
  }));
  const grid = h('div', { class: 'emoji-grid', onkeydown: onGridKey, onclick: onClick });
  const tabs = h('div', { class: 'emoji-tabs' });
  const element = h('div', {
    class: 'popup emoji-picker', role: 'dialog', 'aria-label': t('emoji.title'), 'data-testid': 'emoji-picker',
  }, search, tabs, grid);

  /** @param {string} id @param {string[]} emoji */
  const part = (id, emoji) => h('section', { 'data-kind': id, 'aria-label': t(`emoji.${id}`) },
    h('h3', null, t(`emoji.${id}`)), h('div', { class: 'row' }, emoji.map((face) =>
      h('button', { type: 'button', tabindex: -1, 'data-emoji': face, 'data-testid': 'emoji' }, face))));

  function draw() {
    const wanted = search.value.trim().toLowerCase();
    const recent = recentOnes();
    if (wanted) {
      const found = Object.values(EMOJI).flat()
        .filter(({ emoji, words }) => emoji === wanted || words.split(' ').some((word) => word.startsWith(wanted) || (/[^\x00-\x7f]/.test(wanted) && word.includes(wanted))))
        .map(({ emoji }) => emoji);
      grid.replaceChildren(found.length > 0 ? part('found', found) : h('p', { class: 'hint', role: 'status' }, t('emoji.none')));
      tabs.hidden = true;
    } else {
      const parts = Object.entries(EMOJI).map(([id, list]) => part(id, list.map(({ emoji }) => emoji)));
      grid.replaceChildren(...(recent.length > 0 ? [part('recent', recent)] : []), ...parts);
      tabs.hidden = false;
    }
    const ids = [...grid.querySelectorAll('section')].map((section) => section.dataset.kind ?? '');
    tabs.replaceChildren(...ids.filter((id) => id in FACES).map((id) => h('button', {
      type: 'button', title: t(`emoji.${id}`), 'aria-label': t(`emoji.${id}`), onclick: () => {
        const section = /** @type {HTMLElement} */ (grid.querySelector(`[data-kind=${id}]`));
        grid.scrollTop = section.offsetTop - grid.offsetTop;
        section.querySelector('button')?.focus({ preventScroll: true });
      },
    }, FACES[/** @type {keyof typeof FACES} */ (id)])));
    grid.querySelector('button')?.setAttribute('tabindex', '0');
    grid.scrollTop = 0;
  }

  /** @returns {HTMLElement[]} */
  const buttons = () => [...grid.querySelectorAll('button')];

  /** @param {HTMLElement | undefined} button */
  function focus(button) {
    if (button) {
      grid.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
      button.tabIndex = 0;
      button.focus();
    }
  }

  /** @param {KeyboardEvent} event */
  function onGridKey(event) {
    const all = buttons();
    const place = all.indexOf(/** @type {any} */ (document.activeElement));
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (step && place >= 0) {
      event.preventDefault();
      if (place + step < 0) {
        search.focus();
      } else {
        focus(all[Math.min(all.length - 1, place + step)]);
      }
    }
  }

  /** @param {KeyboardEvent} event */
  function onSearchKey(event) {
    if (event.isComposing) {
      return;
    }
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      focus(buttons()[0]);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(search.value.trim() ? buttons()[0]?.dataset.emoji : undefined);
    }
  }

  /** @param {Event} event */
  function onClick(event) {
    choose(/** @type {HTMLElement} */ (event.target).closest('button')?.dataset.emoji);
  }

  /** @param {string | undefined} emoji */
  function choose(emoji) {
    if (emoji) {
      keepRecent(emoji);
      once && close();
      pick(emoji);
    }
  }

  draw();
  const close = openPopup(element, { at, back });
  matchMedia('(hover: hover)').matches ? search.focus({ preventScroll: true }) : grid.querySelector('button')?.focus({ preventScroll: true });
}
