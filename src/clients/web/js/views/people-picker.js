import { face } from '../avatar.js';
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../strings/index.js';
import { problem, skeleton } from './common.js';
import { textInput } from './form.js';

/** @import { App } from '../app.js' */
/** @import { User } from '../../../core/src/types.js' */

/** People are known from the chats one is in; more of these are not asked. */
const ROOMS_AT_MOST = 8;
const SHOWN_AT_MOST = 100;
const ID = /^[A-Za-z0-9_.:-]{1,64}$/;

/**
 * The people one may mean: those of the direct chats, then those met in rooms.
 *
 * @param {App} app
 * @param {(user: User) => void} found
 */
async function meet({ client }, found) {
  const rooms = client.conversations.list();
  rooms.forEach(({ peer }) => peer && found(peer));
  const groups = rooms.filter(({ kind }) => kind !== 'dm' && kind !== 'broadcast').slice(0, ROOMS_AT_MOST);
  const pages = await Promise.allSettled(groups.map(({ id }) => client.members(id)));
  for (const page of pages) {
    page.status === 'fulfilled' && page.value.members.forEach(({ user }) => found(user));
  }
  const refused = pages.find(({ status }) => status === 'rejected');
  if (refused && pages.every(({ status }) => status === 'rejected')) {
    throw /** @type {PromiseRejectedResult} */ (refused).reason;
  }
}

/**
 * A field and a list to choose people from, by name, or by the id that they told.
 *
 * @param {App} app
 * @param {object} options
 * @param {boolean} [options.one] the first that is chosen is the only one
 * @param {Set<string>} [options.without]
 * @param {(users: User[]) => void} options.changed
 */
export function createPicker(app, { one = false, without = new Set(), changed }) {
  const me = app.client.me?.id ?? '';
  /** @type {Map<string, User>} */
  const known = new Map();
  /** @type {Map<string, User>} */
  const chosen = new Map();
  const input = textInput({
    type: 'search', placeholder: t('people.search'), 'aria-label': t('people.search'), maxlength: 64, 'data-testid': 'people-search',
    oninput: draw, autofocus: true,
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Enter') {
        // Within a form it would send the form.
        event.preventDefault();
        /** @type {HTMLElement | null} */ (list.querySelector('button'))?.click();
      }
    },
  });
  const chips = h('div', { class: 'chips', 'aria-live': 'polite' });
  const list = h('ul', { class: 'people pick', 'aria-label': t('people.title') });
  const foot = h('div', { class: 'slot' }, skeleton(3));
  let loading = true;

  /** @param {User} user */
  function toggle(user) {
    if (one) {
      changed([user]);
      return;
    }
    chosen.has(user.id) ? chosen.delete(user.id) : chosen.set(user.id, user);
    known.set(user.id, user);
    chips.replaceChildren(...[...chosen.values()].map((person) => h('button', {
      type: 'button', class: 'chip', title: t('people.drop', { name: person.name }), onclick: () => toggle(person),
    }, h('span', { dir: 'auto' }, person.name), icon('close'))));
    changed([...chosen.values()]);
    draw();
  }

  function draw() {
    const words = input.value.trim();
    const needle = words.toLocaleLowerCase();
    const people = [...known.values()]
      .filter(({ id, name }) => id !== me && !without.has(id) && (name.toLocaleLowerCase().includes(needle) || id === words))
      .sort((a, b) => a.name.localeCompare(b.name))
      .slice(0, SHOWN_AT_MOST);
    list.replaceChildren(...people.map(row));
    const byId = ID.test(words) && people.length === 0 && words !== me && !without.has(words);
    foot.replaceChildren(...(loading ? [skeleton(3)]
      : byId ? [h('button', {
        type: 'button', class: 'button', 'data-testid': 'people-by-id', onclick: () => void find(words),
      }, t('people.by.id', { id: words }))]
        : people.length === 0 ? [h('p', { class: 'hint' }, t(words ? 'people.none' : 'people.empty'))] : []));
  }

  /** @param {User} user */
  function row(user) {
    return h('li', null, h('button', {
      type: 'button', class: 'person', 'data-testid': 'people-item', 'data-user': user.id,
      'aria-pressed': one ? null : String(chosen.has(user.id)), onclick: () => toggle(user),
    }, face(app, user.id), h('span', { class: 'name', dir: 'auto' }, user.name),
    one ? null : h('span', { class: 'tick' }, chosen.has(user.id) && icon('tick'))));
  }

  /** @param {string} id */
  async function find(id) {
    foot.replaceChildren(skeleton(1));
    try {
      const user = await app.client.getUser(id);
      if (user) {
        known.set(user.id, user);
        draw();
      }
    } catch (error) {
      foot.replaceChildren(problem(error));
    }
  }

  void meet(app, (user) => known.set(user.id, user)).then(() => {
    loading = false;
    draw();
  }, (error) => {
    loading = false;
    foot.replaceChildren(problem(error));
  });
  return { element: h('div', { class: 'picker' }, input, chips, list, foot), chosen: () => [...chosen.keys()] };
}
