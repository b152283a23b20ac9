import { roomFace } from '../avatar.js';
import { h } from '../dom.js';
import { draftOf } from '../drafts.js';
import { badge, listOf, listTime, nameOfRoom } from '../format.js';
import { icon } from '../icons.js';
import { presenceDot } from '../presence.js';
import { previewOf } from '../preview.js';
import { t } from '../strings/index.js';
import { bring, iconButton } from './common.js';

/** @import { App } from '../app.js' */
/** @import { Conversation } from '../../../core/src/types.js' */

/** A finger that rests this long on a chat asks for its menu. */
const LONG_PRESS_MS = 500;

/**
 * One chat in the list: a button that opens it, and one for its menu.
 *
 * @param {App} app
 * @param {string} id
 * @param {(error: unknown) => void} failed
 */
export function createRoomItem(app, id, failed) {
  let pressed = /** @type {any} */ (null);
  /** A long press was the menu; the click that ends it opens nothing. */
  let held = false;
  const open = h('button', {
    type: 'button', class: 'room', 'data-testid': 'room-item', 'data-room': id,
    onclick: () => (held ? (held = false) : app.go(id)), onkeydown: onKey,
  });
  const more = iconButton(t('room.menu'), 'more', {
    class: 'room-more', 'data-testid': 'room-menu', 'aria-haspopup': 'menu', tabindex: -1,
    onclick: () => openMenu(more, null),
  });
  const element = h('li', { class: 'room-line' }, open, more);

  /** @param {HTMLElement} anchor @param {{ x: number, y: number } | null} place */
  const openMenu = (anchor, place) =>
    bring(() => import('./room-menu.js'), ({ openRoomMenu }) => openRoomMenu(app, id, anchor, place, failed));

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      openMenu(open, null);
    }
  }

  element.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    clearTimeout(pressed);
    openMenu(open, { x: event.clientX, y: event.clientY });
  });
  open.addEventListener('touchstart', ({ touches }) => {
    const { clientX: x, clientY: y } = touches[0];
    held = false;
    pressed = setTimeout(() => {
      held = true;
      openMenu(open, { x, y });
    }, LONG_PRESS_MS);
  }, { passive: true });
  for (const end of ['touchend', 'touchmove', 'touchcancel']) {
    open.addEventListener(end, () => clearTimeout(pressed), { passive: true });
  }

  let drawn = '';
  return {
    element,
    /** @param {Conversation} room */
    update(room) {
      const current = app.room === id;
      const draft = current ? '' : draftOf(id);
      const typing = app.client.typing(id).map((user) => app.nameOf(user));
      const line = previewOf(app, room);
      const when = listTime(room.last ? room.last.time : room.updatedAt);
      const picture = room.peer ? app.client.people.get(room.peer.id)?.avatar ?? room.peer.avatar : room.avatar;
      const presence = room.peer ? app.client.presence(room.peer.id)?.state : '';
      const state = JSON.stringify([room.name, line, when, room.unread, room.silenced, room.pinned, room.mentionUnread, draft,
        typing, picture, presence]);
      open.setAttribute('aria-current', String(current));
      if (state === drawn) {
        return;
      }
      drawn = state;
      element.classList.toggle('silenced', room.silenced);
      element.classList.toggle('pinned', room.pinned);
      const name = nameOfRoom(room);
      open.replaceChildren(
        h('span', { class: 'face' }, roomFace(app, room, 'big'), room.peer ? presenceDot(app, room.peer.id) : null),
        h('span', { class: 'title' }, h('span', { class: 'name', dir: 'auto' }, name),
          room.silenced && mark('bell-off', 'list.silenced'), room.pinned && mark('pin', 'list.pinned')),
        h('time', { class: 'when' }, when),
        subline(room, line, draft, typing),
        room.unread > 0 ? h('span', { class: 'counts' },
          room.mentionUnread > 0 && counted('@', t('list.mentioned', { n: room.mentionUnread }), 'mention', 'room-mention'),
          counted(badge(room.unread), t('list.unread', { n: room.unread }), 'badge', 'room-unread')) : '');
    },
  };
}

/**
 * @param {Parameters<typeof icon>[0]} name
 * @param {string} words
 */
const mark = (name, words) =>
  h('span', { class: 'mark', title: t(words) }, icon(name), h('span', { class: 'visually-hidden' }, t(words)));

/**
 * A sign for those who see it, and words for those who hear them.
 *
 * @param {string} sign
 * @param {string} words
 * @param {string} className
 * @param {string} testid
 */
const counted = (sign, words, className, testid) => [
  h('span', { class: className, title: words, 'aria-hidden': 'true', 'data-testid': testid }, sign),
  h('span', { class: 'visually-hidden' }, words),
];

/**
 * @param {Conversation} room
 * @param {string} line
 * @param {string} draft
 * @param {string[]} typing
 */
function subline(room, line, draft, typing) {
  if (typing.length > 0) {
    return h('span', { class: 'preview typing' },
      room.kind === 'dm' ? t('list.typing') : t('list.typing.who', { n: typing.length, who: listOf(typing.slice(0, 2)) }));
  }
  return draft
    ? h('span', { class: 'preview', dir: 'auto' }, h('span', { class: 'draft' }, t('list.draft')), ' ', draft)
    : h('span', { class: 'preview', dir: 'auto' }, line);
}
