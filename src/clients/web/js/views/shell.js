import { avatar } from '../avatar.js';
import { batched, h } from '../dom.js';
import { badge } from '../format.js';
import { t } from '../strings/index.js';
import { createChat } from './chat.js';
import { emptyState, iconButton, languageButton, themeButton, toast } from './common.js';
import { createConnectionBar } from './connection-bar.js';
import { joinRoom, newRoom } from './dialogs.js';
import { createRoomList } from './room-list.js';
import { createStopped } from './stopped.js';

/** @import { App } from '../app.js' */

/**
 * The signed-in page: bar, list and chat, one or two panes.
 *
 * @param {App} app
 */
export function createShell(app) {
  const { client } = app;
  const me = /** @type {{ id: string, name: string }} */ (client.me);
  const main = h('main', { class: 'main' });
  const side = h('aside', { class: 'side', 'aria-label': t('list.title') },
    h('header', { class: 'pane-head' }, h('h1', null, t('list.title')),
      iconButton(t('room.join'), 'enter', { 'data-testid': 'join-room', onclick: () => joinRoom(app) }),
      iconButton(t('room.new'), 'plus', { 'data-testid': 'new-room', onclick: () => newRoom(app) })),
    createRoomList(app),
    h('footer', { class: 'pane-foot' },
      h('div', { class: 'me' }, avatar(me.id, me.name), h('span', { title: me.name, 'data-testid': 'me' }, me.name)),
      languageButton(app), themeButton(app),
      iconButton(t('signout'), 'leave', { 'data-testid': 'signout', onclick: app.signOut })));
  const shell = h('div', { class: 'app' }, createConnectionBar(app), side, main, createStopped(app));

  /** @type {{ room: string, element: HTMLElement, focus(): void, dispose(): void } | null} */
  let chat = null;

  function route() {
    const { room } = app;
    shell.dataset.view = room ? 'chat' : 'list';
    if (chat && chat.room === room) {
      return;
    }
    chat?.dispose();
    chat = room ? createChat(app, room) : null;
    main.replaceChildren(chat?.element ?? emptyState('chat', t('chat.none'), t('chat.none.hint'),
      h('button', { type: 'button', class: 'button', onclick: () => newRoom(app) }, t('room.new')),
      h('button', { type: 'button', class: 'button', onclick: () => joinRoom(app) }, t('room.join'))));
    chat?.focus();
  }

  const title = batched(() => {
    const unread = client.conversations.list().reduce((sum, { muted, unread: n }) => sum + (muted ? 0 : n), 0);
    document.title = unread > 0 ? `(${badge(unread)}) ${t('app.name')}` : t('app.name');
  });

  app.listenTo(window, 'popstate', route);
  app.listen('conversations', title);
  app.onUnmount(() => chat?.dispose());
  /** @type {Map<string, string>} */
  const leaving = new Map();
  app.listenTo(shell, 'leaving', ({ detail }) => leaving.set(detail.room, detail.name));
  app.listen('removed', (id) => {
    if (leaving.has(id)) {
      toast(t('room.left', { name: leaving.get(id) }));
      leaving.delete(id);
      if (app.room === id) {
        app.go(null);
      }
    }
  });
  route();
  title();
  return shell;
}
