import { roomFace } from '../avatar.js';
import { h } from '../dom.js';
import '../details.js';
import { nameOfRoom } from '../format.js';
import { t } from '../strings/index.js';
import { attempt, emptyState, iconButton, problem, skeleton } from './common.js';

/** @import { App } from '../app.js' */
/** @import { Conversation } from '../../../core/src/types.js' */

/**
 * What a link invites to: the room from outside, and the way in.
 *
 * @param {App} app
 * @param {string} id
 */
export function createInvited(app, id) {
  const { client } = app;
  const card = h('div', { class: 'empty' });
  const element = h('section', { class: 'invited', 'data-testid': 'invited' },
    iconButton(t('back'), 'back', { class: 'back', 'data-testid': 'back', onclick: () => app.go(null) }), card);
  let asked = false;

  async function load() {
    card.replaceChildren(skeleton(2));
    try {
      const room = await client.getRoom(id);
      asked = room?.requested === true;
      room && draw(room);
    } catch (error) {
      const { code } = /** @type {any} */ (error);
      const words = code === 'not_member' ? 'invited.closed' : code === 'not_found' ? 'invited.gone' : null;
      card.replaceChildren(...(words
        ? emptyState('lock', t(words), t(`${words}.hint`),
          h('button', { type: 'button', class: 'button', onclick: () => app.go(null) }, t('back'))).childNodes
        : [problem(error), h('button', { type: 'button', class: 'button', onclick: () => void load() }, t('retry'))]));
    }
  }

  /**
   * @param {Conversation} room
   * @param {string} [note]
   */
  function draw(room, note) {
    const slot = h('div', { class: 'slot' });
    const button = h('button', {
      type: 'button', class: 'button primary', 'data-testid': 'invited-join', disabled: asked,
      onclick: () => void attempt(button, slot, enter),
    }, t(asked ? 'invited.asked' : room.joinRule === 'approve' ? 'invited.ask' : 'room.join.submit'));
    card.replaceChildren(roomFace(app, room, 'huge'), h('h2', { dir: 'auto' }, nameOfRoom(room)),
      h('p', null, t('room.members', { n: room.memberCount ?? 0 })),
      note || asked ? h('p', { role: 'status', 'data-testid': 'invited-note' }, note ?? t('invited.wait')) : '',
      slot, h('div', { class: 'actions' }, button));

    async function enter() {
      const entered = await client.joinRoom(id);
      asked = !entered?.role;
      asked ? queueMicrotask(() => draw(room)) : app.go(id);
    }
  }

  function follow() {
    if (client.conversations.get(id) && app.invitation === id) {
      app.go(id);
    }
  }

  /** @param {string} refused */
  async function onRefused(refused) {
    if (refused === id && asked) {
      asked = false;
      const room = await client.getRoom(id).catch(() => null);
      room && draw(room, t('invited.refused'));
    }
  }

  const stops = [client.on('conversations', follow), client.on('refused', (refused) => void onRefused(refused))];
  client.conversations.get(id) ? queueMicrotask(follow) : void load();
  return { element, dispose: () => stops.forEach((stop) => stop()) };
}
