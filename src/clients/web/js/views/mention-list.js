import { face } from '../avatar.js';
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../strings/index.js';

/** @import { App } from '../app.js' */
/** @import { Person } from './mentions.js' */

const SHOWN_AT_MOST = 8;
const PAGES_AT_MOST = 2;
const ALL = '@all';

/**
 * The people whom a name that is being written may mean, to be chosen by keys or pointer.
 *
 * @param {App} app
 * @param {string} room
 * @param {HTMLTextAreaElement} input keeps the focus
 * @param {HTMLElement} list
 * @param {(person: Person) => void} choose
 */
export function createMentionList(app, room, input, list, choose) {
  const { client } = app;
  /** @type {Person[] | null} */
  let members = null;
  /** @type {Person[]} */
  let found = [];
  let place = 0;
  let asking = false;
  /** @type {string | null} what is being written; null: nothing is asked for */
  let words = null;

  async function load() {
    if (members || asking) {
      return;
    }
    asking = true;
    /** @type {Person[]} */
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
      words !== null && show(words);
    } catch {
      // Those who spoke are known without asking; the next @ asks again.
    }
    asking = false;
  }

  /** @param {string} start */
  function search(start) {
    const wanted = start.toLocaleLowerCase();
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

  /** @param {string} start what there is of the name */
  function show(start) {
    words = start;
    void load();
    found = search(start);
    place = Math.min(place, Math.max(0, found.length - 1));
    list.hidden = found.length === 0;
    list.replaceChildren(...found.map(({ id, name }, index) => h('li', {
      role: 'option', id: `mention-${index}`, 'aria-selected': String(index === place), 'data-testid': 'mention-option', 'data-user': id,
      onpointerdown: (/** @type {Event} */ event) => {
        event.preventDefault();
        choose(found[index]);
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
    words = null;
    list.hidden = true;
    place = 0;
    input.removeAttribute('aria-activedescendant');
  }

  return {
    show,
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
        choose(found[place]);
      } else if (event.key === 'Escape') {
        hide();
      } else {
        return false;
      }
      event.preventDefault();
      return true;
    },
  };
}
