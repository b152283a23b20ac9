import { avatar } from '../avatar.js';
import { batched, h } from '../dom.js';
import { t } from '../strings/index.js';
import { createComposer } from './composer.js';
import { emptyState, iconButton, problem } from './common.js';
import { confirm } from './dialogs.js';
import { createLog } from './log.js';
import { openMembers } from './members.js';

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
  const members = iconButton(t('members.title'), 'people', {
    'data-testid': 'members-open', onclick: () => openMembers(app, room),
  });
  const leave = iconButton(t('room.leave'), 'leave', { 'data-testid': 'leave-room', onclick: onLeave });
  const head = h('header', { class: 'pane-head' },
    iconButton(t('back'), 'back', { class: 'back', 'data-testid': 'back', onclick: () => app.go(null) }),
    picture, h('div', { class: 'who' }, title, subtitle), members, leave);
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

  async function onLeave() {
    const name = client.conversations.get(room)?.name ?? room;
    if (await confirm(t('room.leave.ask', { name }), t('room.leave.submit'))) {
      element.dispatchEvent(new CustomEvent('leaving', { bubbles: true, detail: { room, name } }));
      client.leaveRoom(room).catch((error) => composer.problem(error));
    }
  }

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
    picture.replaceChildren(avatar(known?.peer?.id ?? room, name));
    members.hidden = !known || known.kind === 'dm';
    leave.hidden = !known || known.kind === 'dm';
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
