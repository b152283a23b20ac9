import { face } from '../avatar.js';
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { presenceDot, presenceText } from '../presence.js';
import '../details.js';
import { t } from '../strings/index.js';
import { attempt, copy, iconButton, problem, toast } from './common.js';
import { confirm, openDialog } from './dialogs.js';
import { openDirect } from './room-actions.js';

/** @import { App } from '../app.js' */

/** Longer lists of blocked people are not searched for one of them. */
const BLOCK_PAGES = 5;

/**
 * @param {App} app
 * @param {string} user
 */
async function isBlocked({ client }, user) {
  /** @type {string | null} */
  let cursor = null;
  for (let n = 0; n < BLOCK_PAGES; n++) {
    const page = await client.blocks(cursor);
    if (page.people.some((/** @type {any} */ one) => one.user?.id === user)) {
      return true;
    }
    cursor = page.cursor;
    if (!cursor) {
      break;
    }
  }
  return false;
}

/**
 * A button that blocks somebody or ends that, once it is known which.
 *
 * @param {App} app
 * @param {string} user
 * @param {HTMLElement} slot
 */
export function blockButton(app, user, slot) {
  const button = h('button', { type: 'button', class: 'button quiet', 'data-testid': 'user-block', disabled: true, onclick: turn },
    icon('block'), t('user.block'));
  let blocked = false;

  function draw() {
    button.toggleAttribute('disabled', false);
    button.dataset.blocked = String(blocked);
    button.classList.toggle('bad', !blocked);
    button.replaceChildren(icon('block'), t(blocked ? 'user.unblock' : 'user.block'));
  }

  async function turn() {
    const name = app.nameOf(user);
    if (!blocked && !await confirm(t('user.block.ask', { name }), t('user.block'))) {
      return;
    }
    if (await attempt(button, slot, () => (blocked ? app.client.unblock(user) : app.client.block(user)))) {
      blocked = !blocked;
      draw();
      toast(t(blocked ? 'user.blocked' : 'user.unblocked', { name }));
    }
  }

  void isBlocked(app, user).then((is) => {
    blocked = is;
    draw();
  }, (error) => slot.replaceChildren(problem(error)));
  return button;
}

/**
 * Picture, name and whether somebody is there; follows what changes while it is on screen.
 *
 * @param {App} app
 * @param {string} user
 */
export function personHead(app, user) {
  const element = h('div', { class: 'person-head' });
  let drawn = '';
  function draw() {
    const there = presenceText(app, user);
    const state = JSON.stringify([app.client.people.get(user), there]);
    if (state === drawn) {
      return;
    }
    drawn = state;
    element.replaceChildren(
      h('span', { class: 'face' }, face(app, user, 'huge'), presenceDot(app, user)),
      h('h3', { dir: 'auto', 'data-testid': 'user-name' }, app.nameOf(user)),
      there ? h('p', { class: 'hint', 'data-testid': 'user-presence' }, there) : '');
  }
  draw();
  const stops = [app.client.on('people', draw), app.client.on('presence', (id) => id === user && draw()),
    app.client.watchPresence([user])];
  return { element, dispose: () => stops.forEach((stop) => stop()) };
}

/**
 * An id with a button that copies it.
 *
 * @param {string} label
 * @param {string} id
 * @param {string} testid
 */
export const idLine = (label, id, testid) => h('div', { class: 'id-line' },
  h('span', { class: 'hint' }, label), h('code', { 'data-testid': testid }, id),
  iconButton(t('copy.id'), 'copy', { onclick: () => copy(id, t('copied.id')) }));

/**
 * Who somebody is, and what one can do about them.
 *
 * @param {App} app
 * @param {string} user
 */
export function openUserCard(app, user) {
  const own = user === app.client.me?.id;
  const slot = h('div', { class: 'slot' });
  const head = personHead(app, user);
  const message = h('button', {
    type: 'button', class: 'button primary', 'data-testid': 'user-dm', autofocus: true,
    onclick: async () => (await attempt(message, slot, () => openDirect(app, user))) && dialog.close(),
  }, icon('chat'), t('user.message'));
  const dialog = openDialog(t('user.title'), head.element,
    own ? '' : h('div', { class: 'actions' }, message, blockButton(app, user, slot)), slot,
    idLine(t('user.id'), user, 'user-id'));
  dialog.dataset.testid = 'user-card';
  dialog.addEventListener('close', head.dispose);
}
