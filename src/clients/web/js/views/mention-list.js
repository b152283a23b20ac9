import { face } from '../avatar.js';
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../strings/index.js';

/** @import { App } from '../app.js' */

const SHOWN_AT_MOST = 8;
const PAGES_AT_MOST = 2;
/** The sign in the middle of a Latin word makes an address, not a call. */
const OPEN = /(?:^|[^A-Za-z0-9_@.])@([^\s@]{0,32})$/u;
const ALL = '@all';

/**
 * Completes names behind the sign for mentions, and remembers who was meant.
 *
 * @param {App} app
 * @param {string} room
 * @param {HTMLTextAreaElement} input
 * @param {() => void} changed the text was completed
 */
export function createMentionList(app, room, input, changed) {
  const { client } = app;
  const list = h('ul', { class: 'mentions', id: 'mention-list', role: 'listbox', 'aria-label': t('mention.list'), hidden: true, 'data-testid': 'mention-list' });
  /** @type {Map<string, string>} the name as it stands in the text, and whose it is */
  const meant = new Map();
  /** @type {{ id: string, name: string }[] | null} */
  let members = null;
  /** @type {{ id: string, name: string }[]} */
  let found = [];
  let place = 0;
  let asking = false;
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', 'mention-list');

  async function load() {
    if (members || asking) {
      return;
    }
    asking = true;
    /** @type {{ id: string, name: string }[]} */
    const all = [];
    try {
      /** @type {string | null} */
      let cursor = null;
      for (let page = 0; page < PAGES_AT_MOST; page++) {
        const answer = await client.members(room, cursor);
        all.push(...answer.members.map(({ user }) => user));
        cursor = answer.cursor;
        if (!cursor) {
          break;
        }
      }
      members = all;
      update();
    } catch {
      // Those who spoke are known without asking; the next @ asks again.
    }
    asking = false;
  }

  /** @param {string} words */
  function search(words) {
    const wanted = words.toLocaleLowerCase();
    const { role, kind } = client.conversations.get(room) ?? {};
    const spoke = client.view(room).rows.map((row) => row.from).filter((id) => id && id !== 'system');
    const known = [...new Map([...(members ?? []), ...[...new Set(spoke)].map((id) => ({ id, name: app.nameOf(id) }))]
      .map((user) => [user.id, user])).values()].filter(({ id }) => id !== client.me?.id);
    const names = [t('mention.all'), 'all'];
    const all = kind !== 'dm' && (role === 'owner' || role === 'admin') && names.some((name) => name.startsWith(wanted))
      ? [{ id: ALL, name: names[0] }] : [];
    const starts = known.filter(({ name }) => name.toLocaleLowerCase().startsWith(wanted));
    const has = known.filter(({ name }) => !name.toLocaleLowerCase().startsWith(wanted) && name.toLocaleLowerCase().includes(wanted));
    return [...all, ...starts, ...has].slice(0, SHOWN_AT_MOST);
  }

  function update() {
    const before = input.value.slice(0, input.selectionStart);
    const open = input.selectionStart === input.selectionEnd ? OPEN.exec(before) : null;
    if (!open) {
      hide();
      return;
    }
    void load();
    found = search(open[1]);
    place = Math.min(place, Math.max(0, found.length - 1));
    list.hidden = found.length === 0;
    list.replaceChildren(...found.map(({ id, name }, index) => h('li', {
      role: 'option', id: `mention-${index}`, 'aria-selected': String(index === place), 'data-testid': 'mention-option', 'data-user': id,
      onpointerdown: (/** @type {Event} */ event) => {
        event.preventDefault();
        choose(index);
      },
    }, id === ALL ? h('span', { class: 'avatar' }, icon('people')) : face(app, id), h('span', { class: 'name', dir: 'auto' }, name),
    id === ALL && h('span', { class: 'meta' }, t('mention.all.hint')))));
    point();
  }

  function point() {
    list.querySelectorAll('li').forEach((item, index) => item.setAttribute('aria-selected', String(index === place)));
    list.hidden ? input.removeAttribute('aria-activedescendant') : input.setAttribute('aria-activedescendant', `mention-${place}`);
    list.children[place]?.scrollIntoView({ block: 'nearest' });
  }

  function hide() {
    list.hidden = true;
    place = 0;
    input.removeAttribute('aria-activedescendant');
  }

  /** @param {number} index */
  function choose(index) {
    const { id, name } = found[index];
    const end = input.selectionStart;
    const start = input.value.lastIndexOf('@', end - 1);
    meant.set(name, id);
    input.setRangeText(`@${name} `, start, end, 'end');
    hide();
    input.focus();
    changed();
  }

  return {
    element: list,
    update,
    hide,
    /**
     * @param {KeyboardEvent} event
     * @returns {boolean} whether the key was meant for the list
     */
    key(event) {
      if (list.hidden) {
        return false;
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        place = (place + step + found.length) % found.length;
        point();
      } else if (event.key === 'Enter' || event.key === 'Tab') {
        choose(place);
      } else if (event.key === 'Escape') {
        hide();
      } else {
        return false;
      }
      event.preventDefault();
      return true;
    },
    /** Who is named in a text that goes out. @param {string} text @returns {string[]} */
    in: (text) => [...new Set([...meant].filter(([name]) => text.includes(`@${name}`)).map(([, id]) => id))],
    forget: () => meant.clear(),
  };
}
