import { roomFace } from '../avatar.js';
import { batched, h } from '../dom.js';
import { t } from '../strings/index.js';
import { createComposer } from './composer.js';
import { emptyState, iconButton, problem } from './common.js';
import { createLog } from './log.js';

/** @import { App } from '../app.js' */

/**
 * One room on screen. It goes, with all it listens to, when another room comes.
 *
 * @param {App} app
 * @param {string} room
 */
export function createChat(app, room) {
  const { client } = app;
  const element = h('section', { class: 'chat' });
  const title = h('h1', { 'data-testid': 'chat-title', dir: 'auto' });
  const subtitle = h('p', null);
  const picture = h('span', null);
  const info = h('button', {
    type: 'button', class: 'who', title: t('info.group'), 'data-testid': 'info-open', hidden: true,
    onclick: () => void import('./info.js').then(({ openInfo }) => openInfo(app, room)),
  }, picture, h('span', null, title, subtitle));
  const search = iconButton(t('search.in'), 'search', { 'data-testid': 'search-open', onclick: () => app.search(room) });
  const head = h('header', { class: 'pane-head' },
    iconButton(t('back'), 'back', { class: 'back', 'data-testid': 'back', onclick: () => app.go(null) }), info, search);
  const composer = createComposer(app, room, {
    onSent: () => log.toEnd(),
    lastOwn: () => log.lastOwn(),
  });
  const log = createLog(app, room, composer);
  const gone = h('div', { class: 'empty' });
  let drawn = '';
  let asked = false;
  /** The name is still known when the room is already gone. */
  let lastName = room;

  async function onJoin() {
    try {
      await client.joinRoom(room);
      client.openRoom(room);
    } catch (error) {
      gone.querySelector('.problem')?.remove();
      gone.append(problem(error));
    }
  }

  function update() {
    const known = client.conversations.get(room);
    const missing = app.loaded && !known;
    const name = known?.name || known?.peer?.name || lastName;
    const count = known?.memberCount ?? 0;
    if (known && known.memberCount === undefined && !asked && client.status.state === 'online') {
      // The short form of a room has no member count; without it the head says less, nothing else.
      asked = true;
      client.getRoom(room).catch(() => null);
    }
    const state = JSON.stringify([name, known?.kind, count, missing, app.loaded]);
    if (state === drawn) {
      return;
    }
    drawn = state;
    lastName = name;
    title.textContent = known || missing ? name : '';
    title.title = name;
    subtitle.textContent = !known ? '' : known.kind === 'dm' ? t('room.direct')
      : count > 0 ? t('room.members', { n: count }) : t('room.group');
    picture.replaceChildren(roomFace(app, known ?? { id: room, name, peer: null }));
    info.hidden = !known;
    search.hidden = !known;
    if (missing) {
      gone.replaceChildren(...emptyState('leave', t('chat.gone'), t('chat.gone.hint'),
        h('button', { type: 'button', class: 'button primary', onclick: onJoin }, t('chat.gone.join'))).childNodes);
      element.replaceChildren(head, gone);
    } else if (!log.element.isConnected || gone.isConnected) {
      element.replaceChildren(head, log.element, composer.element);
      log.update();
    }
  }

  const later = batched(update);
  const stops = [client.on('conversations', later), client.on('status', later)];
  element.append(head, log.element, composer.element);
  update();
  client.openRoom(room);
  return {
    room,
    element,
    focus: () => matchMedia('(hover: hover)').matches && composer.focus(),
    dispose() {
      stops.forEach((stop) => stop());
      log.dispose();
      client.trimRoom(room);
    },
  };
}
