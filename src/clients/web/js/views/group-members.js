import { face } from '../avatar.js';
import { h } from '../dom.js';
import { duration, shortDateTime } from '../format.js';
import { icon } from '../icons.js';
import { isOwner, mayActOn } from '../permissions.js';
import { presenceDot } from '../presence.js';
import '../details.js';
import { t } from '../strings/index.js';
import { attempt, iconButton, toast } from './common.js';
import { choose, confirm } from './dialogs.js';
import { textInput } from './form.js';
import { openMenu } from './menu.js';
import { pagedList } from './paged-list.js';
import { openDirect } from './room-actions.js';
import { openUserCard } from './user-card.js';

/** @import { App } from '../app.js' */
/** @import { Conversation, User } from '../../../core/src/types.js' */
/** @typedef {{ user: User, role: string, mutedUntil?: number | null }} Member */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MUTES = [10 * MINUTE, 60 * MINUTE, DAY, 7 * DAY, 30 * DAY];
/** A search among the members looks through this many pages of them. */
const PAGES_AT_MOST = 20;
/** So many people can be watched. */
const WATCHED_AT_MOST = 200;
/** Shorter lists are seen at one glance. */
const SEARCH_FROM = 8;
const PAUSE_MS = 300;

/**
 * Who is in a room, and what one may do about each.
 *
 * @param {App} app
 * @param {string} id
 * @param {HTMLElement} slot where a problem goes
 */
export function createMemberList(app, id, slot) {
  const { client } = app;
  const me = client.me?.id ?? '';
  /** @type {Map<string, Member>} */
  const known = new Map();
  let unwatch = () => {};
  const title = h('h3', null, t('members.title'));
  const search = textInput({
    type: 'search', placeholder: t('members.search'), 'aria-label': t('members.search'), 'data-testid': 'members-search', hidden: true,
    oninput: () => {
      const words = search.value.trim().toLocaleLowerCase();
      void list.filter(({ user }) => user.name.toLocaleLowerCase().includes(words), words ? PAGES_AT_MOST : 0);
    },
  });
  const list = pagedList({
    label: t('members.title'),
    empty: t('members.none'),
    load: async (cursor) => {
      const page = await client.members(id, cursor);
      if (!cursor) {
        known.clear();
      }
      page.members.forEach((member) => known.set(member.user.id, /** @type {any} */ (member)));
      watch();
      return { items: /** @type {Member[]} */ (/** @type {any} */ (page.members)), cursor: page.cursor };
    },
    row,
  });

  function watch() {
    const before = unwatch;
    unwatch = client.watchPresence([...known.keys()].slice(0, WATCHED_AT_MOST));
    before();
  }

  const room = () => /** @type {Conversation | null} */ (client.conversations.get(id));

  /** @param {Member} member */
  function row(member) {
    const { user, role } = member;
    const own = user.id === me;
    const muted = (member.mutedUntil ?? 0) > client.now() ? member.mutedUntil ?? 0 : 0;
    const name = client.people.get(user.id)?.name ?? user.name;
    const more = iconButton(t('members.menu', { name }), 'more', {
      'data-testid': 'member-menu', 'aria-haspopup': 'menu', onclick: () => menu(member, more),
    });
    return h('li', { class: 'member', 'data-testid': 'member-item', 'data-user': user.id, 'data-role': role },
      h('button', { type: 'button', class: 'person', 'data-testid': 'member-open', onclick: () => openUserCard(app, user.id) },
        h('span', { class: 'face' }, face(app, user.id), presenceDot(app, user.id)),
        h('span', { class: 'name', dir: 'auto' }, own ? t('members.you', { name }) : name),
        muted ? h('span', { class: 'mark', 'data-testid': 'member-muted', title: t('members.muted', { when: shortDateTime(muted) }) },
          icon('mute'), h('span', { class: 'visually-hidden' }, t('members.muted', { when: shortDateTime(muted) }))) : null,
        role === 'owner' || role === 'admin' ? h('span', { class: 'role' }, t(`role.${role}`)) : null),
      own ? null : more);
  }

  /**
   * @param {Member} member
   * @param {HTMLElement} anchor
   */
  function menu(member, anchor) {
    const now = room();
    const { user, role } = member;
    const name = app.nameOf(user.id);
    const rule = now ? mayActOn(now, role) : false;
    const muted = (member.mutedUntil ?? 0) > client.now();
    openMenu(anchor, [
      { label: t('user.message'), icon: 'chat', testid: 'member-dm', run: () => act(() => openDirect(app, user.id)) },
      ...(now && isOwner(now) ? [
        role === 'admin'
          ? { label: t('members.demote'), icon: /** @type {const} */ ('people'), testid: 'member-demote', run: () => act(() => client.setRole(id, user.id, 'member')) }
          : { label: t('members.promote'), icon: /** @type {const} */ ('star'), testid: 'member-promote', run: () => act(() => client.setRole(id, user.id, 'admin')) },
        { label: t('members.transfer'), icon: /** @type {const} */ ('crown'), testid: 'member-transfer', run: () => act(() => transfer(user.id, name)) },
      ] : []),
      ...(rule ? [
        muted
          ? { label: t('members.unmute'), icon: /** @type {const} */ ('voice'), testid: 'member-unmute', run: () => act(() => client.mute(id, user.id, 0)) }
          : { label: t('members.mute'), icon: /** @type {const} */ ('mute'), testid: 'member-mute', run: () => act(() => mute(user.id, name)) },
        { label: t('members.remove'), icon: /** @type {const} */ ('leave'), testid: 'member-remove', bad: true, run: () => act(() => remove(user.id, name)) },
        { label: t('members.ban'), icon: /** @type {const} */ ('block'), testid: 'member-ban', bad: true, run: () => act(() => ban(user.id, name)) },
      ] : []),
    ]);
  }

  /** @param {() => Promise<any>} run */
  function act(run) {
    void attempt(null, slot, run);
  }

  /** @param {string} user @param {string} name */
  async function transfer(user, name) {
    if (await confirm(t('members.transfer.ask', { name, room: room()?.name ?? '' }), t('members.transfer'))) {
      await client.setRole(id, user, 'owner');
      toast(t('members.transferred', { name }));
    }
  }

  /** @param {string} user @param {string} name */
  async function mute(user, name) {
    const time = await choose(t('members.mute.ask', { name }), MUTES.map((ms) =>
      ({ label: duration(ms), value: ms, testid: `mute-${ms}` })));
    if (time !== null) {
      await client.mute(id, user, time);
      toast(t('members.mute.done', { name, time: duration(time) }));
    }
  }

  /** @param {string} user @param {string} name */
  async function remove(user, name) {
    if (await confirm(t('members.remove.ask', { name }), t('members.remove'))) {
      await client.removeMember(id, user);
      toast(t('members.removed', { name }));
    }
  }

  /** @param {string} user @param {string} name */
  async function ban(user, name) {
    if (await confirm(t('members.ban.ask', { name }), t('members.ban'))) {
      await client.ban(id, user);
      toast(t('members.banned', { name }));
    }
  }

  /** @type {any} */
  let timer = null;
  /** @param {string} user */
  function there(user) {
    const picture = list.element.querySelector(`[data-user="${CSS.escape(user)}"] .face`);
    picture?.querySelector('.dot')?.remove();
    const dot = presenceDot(app, user);
    dot && picture?.append(dot);
  }

  const stops = [
    client.on('presence', there),
    client.on('push', (/** @type {any} */ push) => {
      if (push.type === 'event' && push.room === id && push.kind === 'member') {
        clearTimeout(timer);
        timer = setTimeout(list.reload, PAUSE_MS);
      }
    }),
  ];
  return {
    element: h('section', { class: 'section' }, title, search, list.element),
    /** @param {Conversation} now */
    update({ memberCount }) {
      title.textContent = memberCount ? t('room.members', { n: memberCount }) : t('members.title');
      search.hidden = (memberCount ?? 0) < SEARCH_FROM;
    },
    /** Those that were loaded. */
    ids: () => new Set(known.keys()),
    dispose() {
      clearTimeout(timer);
      stops.forEach((stop) => stop());
      unwatch();
    },
  };
}
