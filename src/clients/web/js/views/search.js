import { h } from '../dom.js';
import { nameOfRoom } from '../format.js';
import { t } from '../strings/index.js';
import { iconButton } from './common.js';

/** @import { App } from '../app.js' */

const LONGEST = 200;

/**
 * A field over the list. While it has words, what they find stands in the list's place; that comes with the first word.
 *
 * @param {App} app
 * @param {{ element: HTMLElement, focus(): void }} list what stands there else
 */
export function createSearch(app, list) {
  const input = /** @type {HTMLInputElement} */ (h('input', {
    type: 'search', class: 'input', placeholder: t('search.hint'), 'aria-label': t('search.hint'), maxlength: LONGEST,
    autocomplete: 'off', enterkeyhint: 'search', 'data-testid': 'search', oninput: onInput, onkeydown: onKey,
  }));
  const scope = h('div', { class: 'scope', hidden: true });
  const body = h('div', { class: 'side-body' }, list.element);
  const element = h('div', { class: 'search' }, h('div', { class: 'search-box', role: 'search' }, scope, input), body);
  /** @type {string | null} */
  let room = null;
  /** @type {ReturnType<typeof import('./search-results.js').createSearchResults> | null} */
  let results = null;

  async function load() {
    const { createSearchResults } = await import('./search-results.js');
    results ??= createSearchResults(app, { input, reset });
    onInput();
  }

  function onInput() {
    const searching = input.value.trim() !== '' || room !== null;
    if (searching && !results) {
      load().catch(() => null); // the next letter asks again
      return;
    }
    const shown = searching && results ? results.element : list.element;
    if (body.firstElementChild !== shown) {
      body.replaceChildren(shown);
    }
    results?.ask(input.value.trim(), room);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === 'Escape') {
      event.preventDefault();
      reset();
    } else if (event.key === 'Backspace' && input.value === '' && room) {
      reset();
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      results?.element.isConnected && results.focus() || list.focus();
    }
  }

  function reset() {
    input.value = '';
    setScope(null);
    onInput();
  }

  /** @param {string | null} id */
  function setScope(id) {
    room = id;
    scope.hidden = !id;
    const known = id ? app.client.conversations.get(id) : null;
    input.placeholder = id ? t('search.in') : t('search.hint');
    scope.replaceChildren(...(id ? [h('span', { class: 'chip', dir: 'auto' }, known ? nameOfRoom(known) : id),
      iconButton(t('search.everywhere'), 'close', { 'data-testid': 'search-everywhere', onclick: () => {
        setScope(null);
        onInput();
        input.focus();
      } })] : []));
  }

  app.listenTo(window, 'search', ({ detail }) => {
    setScope(detail);
    onInput();
    input.focus();
    input.select();
  });
  return element;
}
