import { h } from '../dom.js';
import { t } from '../strings/index.js';

/** @import { App } from '../app.js' */
/** @typedef {{ id: string, name: string }} Person */

/** The sign in the middle of a Latin word makes an address, not a call. */
const OPEN = /(?:^|[^A-Za-z0-9_@.])@([^\s@]{0,32})$/u;

/**
 * Remembers who is meant by the names in a text. The list that completes them comes with the first sign.
 *
 * @param {App} app
 * @param {string} room
 * @param {HTMLTextAreaElement} input
 * @param {() => void} changed the text was completed
 */
export function createMentions(app, room, input, changed) {
  const element = h('ul', {
    class: 'mentions', id: 'mention-list', role: 'listbox', 'aria-label': t('mention.list'), hidden: true, 'data-testid': 'mention-list',
  });
  /** @type {Map<string, string>} the name as it stands in the text, and whose it is */
  const meant = new Map();
  /** @type {ReturnType<typeof import('./mention-list.js').createMentionList> | null} */
  let list = null;
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', 'mention-list');

  /** The beginning of a name before the cursor; null if none is being written. */
  const open = () => {
    const before = input.value.slice(0, input.selectionStart);
    return input.selectionStart === input.selectionEnd ? (OPEN.exec(before)?.[1] ?? null) : null;
  };

  async function load() {
    const { createMentionList } = await import('./mention-list.js');
    list ??= createMentionList(app, room, input, element, choose);
    // Over a field that was left nothing would take it away.
    document.activeElement === input && update();
  }

  function update() {
    const words = open();
    if (words === null) {
      list?.hide();
    } else if (list) {
      list.show(words);
    } else {
      load().catch(() => null); // the next letter asks again
    }
  }

  /** @param {Person} person */
  function choose({ id, name }) {
    const end = input.selectionStart;
    const start = input.value.lastIndexOf('@', end - 1);
    meant.set(name, id);
    input.setRangeText(`@${name} `, start, end, 'end');
    list?.hide();
    input.focus();
    changed();
  }

  return {
    element,
    update,
    hide: () => list?.hide(),
    /** @param {KeyboardEvent} event @returns {boolean} whether the key was meant for the list */
    key: (event) => list?.key(event) ?? false,
    /** Who is named in a text that goes out. @param {string} text @returns {string[]} */
    in: (text) => [...new Set([...meant].filter(([name]) => text.includes(`@${name}`)).map(([, id]) => id))],
    forget: () => meant.clear(),
  };
}
