import { avatar } from '../avatar.js';
import { calm, framed, h, reconcile } from '../dom.js';
import { draftOf } from '../drafts.js';
import { badge, listTime } from '../format.js';
import { t } from '../strings/index.js';
import { emptyState, problem } from './common.js';

/** @import { App } from '../app.js' */
/** @import { Conversation } from '../../../core/src/types.js' */

const MINUTE_MS = 60_000;
const MOVE = { duration: 160, easing: 'ease-out' };

/** @param {App} app */
export function createRoomList(app) {
  const { client } = app;
  const list = h('nav', { class: 'rooms', 'aria-label': t('list.title') });
  const skeleton = h('div', { class: 'skeleton', 'aria-hidden': 'true' },
    Array.from({ length: 6 }, () => h('div', { class: 'row' }, h('i', null), h('i', null), h('i', null))));
  const empty = emptyState('chat', t('list.empty'), t('list.empty.hint'),
    h('button', { type: 'button', class: 'button primary', 'data-testid': 'join-lobby', onclick: joinLobby },
      t('list.lobby')));
  /** @type {Map<string, any>} */
  const kept = new Map();

  async function joinLobby() {
    try {
      const room = await client.joinRoom('lobby');
      app.go(room?.id ?? null);
    } catch (error) {
      empty.querySelector('.problem')?.remove();
      empty.append(problem(error));
    }
  }

  function update() {
    const conversations = client.conversations.list();
    if (conversations.length === 0) {
      kept.clear();
      list.replaceChildren(app.loaded ? empty : skeleton);
      return;
    }
    if (kept.size === 0) {
      list.replaceChildren();
    }
    const before = calm() ? null : new Map([...kept].map(([id, { element }]) => [id, element.offsetTop]));
    reconcile(list, kept, conversations, ({ id }) => id, (room) => createRoomItem(app, room.id));
    before?.forEach((top, id) => {
      const element = kept.get(id)?.element;
      const moved = element ? top - element.offsetTop : 0;
      if (moved !== 0) {
        element.animate([{ transform: `translateY(${moved}px)` }, { transform: 'none' }], MOVE);
      }
    });
  }

  const later = framed(update);
  app.listen('conversations', later);
  app.listen('people', later);
  app.listen('status', later);
  app.listenTo(window, 'popstate', later);
  const timer = setInterval(later, MINUTE_MS);
  app.onUnmount(() => clearInterval(timer));
  update();
  return list;
}

/**
 * @param {App} app
 * @param {string} id
 */
function createRoomItem(app, id) {
  const element = h('button', {
    type: 'button', class: 'room', 'data-testid': 'room-item', 'data-room': id, onclick: () => app.go(id),
  });
  let drawn = '';
  return {
    element,
    /** @param {Conversation} room */
    update(room) {
      const { client } = app;
      const current = app.room === id;
      const unread = badge(room.unread);
      const draft = current ? '' : draftOf(id);
      const line = draft ? `${t('list.draft')}: ${draft}` : preview(app, room);
      const when = listTime(room.last ? room.last.time : room.updatedAt);
      const state = JSON.stringify([room.name, line, when, room.unread, current, room.muted, room.mentioned]);
      element.setAttribute('aria-current', String(current));
      if (state === drawn) {
        return;
      }
      drawn = state;
      element.classList.toggle('muted', room.muted);
      const name = room.name || room.peer?.name || id;
      element.replaceChildren(
        avatar(room.peer?.id ?? id, name, 'big'),
        h('span', { class: 'name', dir: 'auto' }, name),
        h('time', { class: 'when' }, when),
        h('span', { class: 'preview', dir: 'auto' }, room.mentioned && h('span', { class: 'mention' }, '@ '),
          draft ? [h('span', { class: 'draft' }, `${t('list.draft')}: `), draft] : line),
        ...(room.unread > 0 && client.me
          ? [h('span', {
            class: 'badge', 'data-testid': 'room-unread', 'aria-label': t('list.unread', { n: room.unread }),
          }, unread)]
          : []));
    },
  };
}

/**
 * @param {App} app
 * @param {Conversation} room
 */
function preview(app, { kind, last }) {
  if (!last) {
    return t('list.none');
  }
  const own = last.from === app.client.me?.id;
  const who = own ? t('list.you') : app.nameOf(last.from);
  if (last.recalled) {
    return own ? t('message.recalled.you') : t('message.recalled.by', { name: who });
  }
  const text = contentText(last.content);
  return kind === 'dm' && !own ? text : `${who}: ${text}`;
}

/** @param {any} content */
export function contentText(content) {
  if (typeof content?.text === 'string') {
    return content.text;
  }
  const kind = content?.kind;
  return t(['image', 'voice', 'video', 'file', 'location'].includes(kind) ? `preview.${kind}` : 'preview.other');
}
