import { avatar } from '../avatar.js';
import { h } from '../dom.js';
import { t } from '../strings/index.js';
import { copy, iconButton, problem } from './common.js';
import { openDialog } from './dialogs.js';

/** @import { App } from '../app.js' */

/**
 * Who is in a room, with the id by which others may join.
 *
 * @param {App} app
 * @param {string} room
 */
export function openMembers(app, room) {
  const list = h('ul', { class: 'members' });
  const foot = h('div', { class: 'slot' });
  const isDirect = app.client.conversations.get(room)?.kind === 'dm';
  const dialog = openDialog(t('members.title'),
    !isDirect && h('div', { class: 'room-id' }, h('span', { class: 'hint' }, t('room.join.id')),
      h('code', { 'data-testid': 'room-id' }, room),
      iconButton(t('room.copy'), 'copy', { onclick: () => copy(room, t('room.copied')) })),
    list, foot);

  /** @param {string} user */
  async function message(user) {
    try {
      const opened = await app.client.openDirect(user);
      dialog.close();
      app.go(opened?.id ?? null);
    } catch (error) {
      foot.replaceChildren(problem(error));
    }
  }

  /** @param {any} member */
  function row({ user, role }) {
    const own = user.id === app.client.me?.id;
    return h('li', { class: 'member', 'data-testid': 'member-item', 'data-user': user.id },
      avatar(user.id, user.name),
      h('span', { class: 'name' }, own ? t('members.you', { name: user.name }) : user.name),
      (role === 'owner' || role === 'admin') && h('span', { class: 'role' }, t(`role.${role}`)),
      !own && iconButton(t('members.message', { name: user.name }), 'chat', {
        'data-testid': 'member-dm',
        onclick: () => message(user.id),
      }));
  }

  /** @param {string | null} cursor */
  async function load(cursor) {
    foot.replaceChildren();
    try {
      const page = await app.client.members(room, cursor);
      list.append(...page.members.map(row));
      if (page.cursor) {
        foot.replaceChildren(h('button', { type: 'button', class: 'button', onclick: () => load(page.cursor) },
          t('members.more')));
      }
    } catch (error) {
      foot.replaceChildren(problem(error),
        h('button', { type: 'button', class: 'button', onclick: () => load(cursor) }, t('retry')));
    }
  }

  void load(null);
}
