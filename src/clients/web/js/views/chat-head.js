import { roomFace } from '../avatar.js';
import { h } from '../dom.js';
import { listOf } from '../format.js';
import { presenceText } from '../presence.js';
import { t } from '../strings/index.js';
import { bring, iconButton } from './common.js';

/** @import { App } from '../app.js' */

const NAMES_AT_MOST = 2;

/**
 * Which room it is, who is there, and who is writing.
 *
 * @param {App} app
 * @param {string} room
 */
export function createChatHead(app, room) {
  const { client } = app;
  const title = h('h1', { 'data-testid': 'chat-title', dir: 'auto' });
  const words = h('span', { class: 'words' });
  const typing = h('span', { class: 'typing', hidden: true, 'data-testid': 'typing' });
  const picture = h('span', null);
  const info = h('button', {
    type: 'button', class: 'who', title: t('info.group'), 'data-testid': 'info-open', hidden: true,
    onclick: () => bring(() => import('./info.js'), ({ openInfo }) => openInfo(app, room)),
  }, picture, h('span', null, title, h('p', null, words, typing)));
  const search = iconButton(t('search.in'), 'search', { 'data-testid': 'search-open', onclick: () => app.search(room) });
  const element = h('header', { class: 'pane-head' },
    iconButton(t('back'), 'back', { class: 'back', 'data-testid': 'back', onclick: () => app.go(null) }), info, search);
  let drawn = '';
  let asked = false;
  /** The name is still known when the room is already gone. */
  let lastName = room;
  let watched = '';
  let unwatch = () => {};

  /** @param {string} peer */
  function watch(peer) {
    if (watched !== peer) {
      watched = peer;
      unwatch();
      unwatch = client.watchPresence([peer]);
    }
  }

  function update() {
    const known = client.conversations.get(room);
    const name = known?.name || known?.peer?.name || lastName;
    const count = known?.memberCount ?? 0;
    if (known && known.memberCount === undefined && !asked && client.status.state === 'online') {
      // The short form of a room has no member count; without it the head says less, nothing else.
      asked = true;
      client.getRoom(room).catch(() => null);
    }
    known?.peer && watch(known.peer.id);
    lastName = name;
    const said = !known ? '' : known.kind === 'dm' ? (known.peer && presenceText(app, known.peer.id)) || t('room.direct')
      : count > 0 ? t('room.members', { n: count }) : t('room.group');
    const person = known?.peer ? client.people.get(known.peer.id) : null;
    const state = JSON.stringify([name, said, app.loaded, Boolean(known), known?.avatar, person?.avatar ?? known?.peer?.avatar]);
    if (state !== drawn) {
      drawn = state;
      title.textContent = known || app.loaded ? name : '';
      title.title = name;
      words.textContent = said;
      picture.replaceChildren(roomFace(app, known ?? { id: room, name, peer: null }));
      info.hidden = !known;
      search.hidden = !known;
    }
    drawTyping();
  }

  function drawTyping() {
    const ids = client.typing(room);
    const names = ids.slice(0, NAMES_AT_MOST).map(app.nameOf);
    const direct = client.conversations.get(room)?.kind === 'dm';
    typing.hidden = ids.length === 0;
    words.hidden = ids.length > 0;
    const text = ids.length === 0 ? '' : direct ? t('typing.direct')
      : ids.length > NAMES_AT_MOST ? t('typing.many', { n: ids.length }) : t('typing', { n: ids.length, names: listOf(names) });
    if (typing.textContent !== text) {
      typing.textContent = text;
    }
  }

  const stops = [
    client.on('typing', (id) => id === room && drawTyping()),
    client.on('presence', (id) => id === watched && update()),
  ];
  return {
    element,
    update,
    dispose() {
      stops.forEach((stop) => stop());
      unwatch();
    },
  };
}
