import { face } from '../avatar.js';
import { batched, h } from '../dom.js';
import { badge } from '../format.js';
import { t } from '../strings/index.js';
import { bring, emptyState, iconButton, problem, skeleton, themeButton, toast } from './common.js';
import { createConnectionBar } from './connection-bar.js';
import { openMenu } from './menu.js';
import { createRoomList } from './room-list.js';
import { createSearch } from './search.js';
import { createStopped } from './stopped.js';

/** @import { App } from '../app.js' */

/** What is not on the first screen comes when it is asked for. */
const newChat = () => import('./new-chat.js');
const newDirect = (/** @type {App} */ app) => bring(newChat, (views) => views.newDirect(app));
const newRoom = (/** @type {App} */ app) => bring(newChat, (views) => views.newRoom(app));
const joinRoom = (/** @type {App} */ app) => bring(newChat, (views) => views.joinRoom(app));
const openSettings = (/** @type {App} */ app) => bring(() => import('./settings.js'), (views) => views.openSettings(app));

/**
 * The signed-in page: bar, list and chat, one or two panes.
 *
 * @param {App} app
 */
export function createShell(app) {
  const { client } = app;
  const main = h('main', { class: 'main' });
  const list = createRoomList(app);
  const add = iconButton(t('new.title'), 'plus', {
    'data-testid': 'new-open', 'aria-haspopup': 'menu',
    onclick: () => openMenu(add, [
      { label: t('new.direct'), icon: 'chat', testid: 'new-direct', run: () => newDirect(app) },
      { label: t('room.new'), icon: 'people', testid: 'new-room', run: () => newRoom(app) },
      { label: t('room.join'), icon: 'enter', testid: 'join-room', run: () => joinRoom(app) },
    ]),
  });
  const profile = h('button', {
    type: 'button', class: 'me', title: t('settings.title'), 'data-testid': 'settings-open', onclick: () => openSettings(app),
  });
  // In one pane the search is where the list is; it must be there before it takes the focus.
  app.listenTo(window, 'search', () => (shell.dataset.view = 'list'));
  const side = h('aside', { class: 'side', 'aria-label': t('list.title') },
    h('header', { class: 'pane-head' }, h('h1', null, t('list.title')), add),
    createSearch(app, list),
    h('footer', { class: 'pane-foot' }, profile, themeButton(app),
      iconButton(t('settings.title'), 'settings', { 'data-testid': 'settings', onclick: () => openSettings(app) })));
  const shell = h('div', { class: 'app' }, createConnectionBar(app), side, main, createStopped(app));

  /** @type {any} */
  let chat = null;
  let shown = '';
  /** @type {typeof import('./chat.js') | null} */
  let chatView = null;
  const loadChat = async () => (chatView = await import('./chat.js'));
  // Comes right behind the first picture, whether a chat is open by then or not.
  void loadChat().catch(() => null);

  /** @param {string} room */
  const openChat = (room) =>
    (chatView ? chatView.createChat(app, room) : pane(async () => (await loadChat()).createChat(app, room)));
  /** @param {string} room */
  const openInvitation = (room) => pane(async () => (await import('./invited.js')).createInvited(app, room));

  function route() {
    const { room, invitation } = app;
    const now = JSON.stringify([room, invitation]);
    shell.dataset.view = room || invitation ? 'chat' : 'list';
    if (shown !== now) {
      shown = now;
      chat?.dispose();
      chat = room ? openChat(room) : invitation ? openInvitation(invitation) : null;
      main.replaceChildren(chat ? chat.element : nothing());
      chat?.focus?.();
    }
    const seq = room ? app.takeTarget(room) : null;
    seq && chat?.jump?.(seq);
  }

  /**
   * A pane whose code comes when it is needed.
   *
   * @param {() => Promise<any>} load gives what the pane is
   */
  function pane(load) {
    const element = h('div', { class: 'pane' });
    /** @type {any} */
    let inner = null;
    /** @type {number | null} */
    let seq = null;
    let disposed = false;

    async function fill() {
      element.replaceChildren(skeleton(3));
      try {
        const made = await load();
        if (disposed) {
          made.dispose();
          return;
        }
        inner = made;
        element.replaceWith(inner.element);
        inner.focus?.();
        seq && inner.jump?.(seq);
      } catch {
        // A browser may ask again for a module only after the page was loaded again; words and outbox survive that.
        element.replaceChildren(h('div', { class: 'empty' }, problem('network'),
          h('button', { type: 'button', class: 'button', onclick: () => (navigator.onLine ? location.reload() : void fill()) }, t('retry'))));
      }
    }

    void fill();
    return {
      element,
      /** @param {number} to a message to show */
      jump: (to) => (inner ? inner.jump?.(to) : (seq = to)),
      dispose() {
        disposed = true;
        inner?.dispose();
      },
    };
  }

  const nothing = () => emptyState('chat', t('chat.none'), t('chat.none.hint'),
    h('button', { type: 'button', class: 'button', onclick: () => newRoom(app) }, t('room.new')),
    h('button', { type: 'button', class: 'button', onclick: () => joinRoom(app) }, t('room.join')));

  const title = batched(() => {
    const unread = client.conversations.list().reduce((sum, { silenced, unread: n }) => sum + (silenced ? 0 : n), 0);
    document.title = unread > 0 ? `(${badge(unread)}) ${t('app.name')}` : t('app.name');
    // Only installed pages have one.
    void /** @type {any} */ (navigator).setAppBadge?.(unread).catch(() => null);
  });

  let known = '';
  const who = batched(() => {
    const { me } = client;
    if (me && JSON.stringify(me) !== known) {
      known = JSON.stringify(me);
      profile.replaceChildren(face(app, me.id), h('span', { 'data-testid': 'me', dir: 'auto' }, me.name));
    }
  });

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const { key, altKey, ctrlKey, metaKey } = event;
    if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') {
      event.preventDefault();
      app.search();
    } else if (altKey && (key === 'ArrowDown' || key === 'ArrowUp')) {
      event.preventDefault();
      list.step(key === 'ArrowDown' ? 1 : -1);
    }
  }

  /** @param {string} id */
  function onRemoved(id) {
    const words = app.parted.get(id);
    app.parted.delete(id);
    if (words) {
      toast(words);
      if (app.room === id) {
        app.go(null);
      }
    }
  }

  app.listenTo(window, 'popstate', route);
  app.listenTo(window, 'keydown', onKey);
  app.listen('conversations', title);
  app.listen('people', who);
  app.listen('removed', onRemoved);
  app.onUnmount(() => chat?.dispose());
  route();
  title();
  who();
  return shell;
}
