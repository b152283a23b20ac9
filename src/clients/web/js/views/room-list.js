import { calm, framed, h, reconcile } from '../dom.js';
import { t } from '../strings/index.js';
import { attempt, emptyState, iconButton, problem, skeleton } from './common.js';
import { createRoomItem } from './room-item.js';

/** @import { App } from '../app.js' */

const MINUTE_MS = 60_000;
const WATCHED_AT_MOST = 200;
const MOVE = { duration: 160, easing: 'ease-out' };

/**
 * The user's chats, pinned first, newest next. Arrow keys move along it.
 *
 * @param {App} app
 */
export function createRoomList(app) {
  const { client } = app;
  const lines = h('ul', { class: 'lines' });
  const list = h('nav', { class: 'rooms', 'aria-label': t('list.title'), onkeydown: onKey });
  const trouble = h('div', { class: 'slot trouble-line' });
  const loading = skeleton(8);
  const slot = h('div', { class: 'slot' });
  const lobby = h('button', { type: 'button', class: 'button primary', 'data-testid': 'join-lobby', onclick: joinLobby },
    t('list.lobby'));
  const empty = emptyState('chat', t('list.empty'), t('list.empty.hint'), lobby);
  empty.append(slot);
  /** @type {Map<string, any>} */
  const kept = new Map();
  /** @type {() => void} */
  let unwatch = () => {};
  let watched = '';

  /** @param {unknown} error of what a menu asked for */
  function failed(error) {
    trouble.replaceChildren(problem(error),
      iconButton(t('close'), 'close', { onclick: () => trouble.replaceChildren() }));
  }

  function joinLobby() {
    void attempt(lobby, slot, async () => app.go((await client.joinRoom('lobby'))?.id ?? null));
  }

  function update() {
    const conversations = client.conversations.list();
    // Of those that are watched the newest come last; more than that the server tells nobody.
    watch(conversations.flatMap(({ peer }) => peer?.id ?? []).slice(0, WATCHED_AT_MOST).reverse());
    if (conversations.length === 0) {
      kept.clear();
      lines.replaceChildren();
      list.replaceChildren(app.loaded ? empty : loading);
      return;
    }
    if (!lines.isConnected) {
      list.replaceChildren(lines);
    }
    const before = calm() ? null : new Map([...kept].map(([id, { element }]) => [id, element.offsetTop]));
    const focused = /** @type {HTMLElement | null} */ (lines.contains(document.activeElement) ? document.activeElement : null);
    reconcile(lines, kept, conversations, ({ id }) => id, (room) => createRoomItem(app, room.id, failed));
    if (focused?.isConnected && document.activeElement !== focused) {
      // What is moved in the page loses the focus.
      focused.focus({ preventScroll: true });
    }
    before?.forEach((top, id) => {
      const element = kept.get(id)?.element;
      const moved = element ? top - element.offsetTop : 0;
      if (moved !== 0) {
        element.animate([{ transform: `translateY(${moved}px)` }, { transform: 'none' }], MOVE);
      }
    });
  }

  /** @param {string[]} peers */
  function watch(peers) {
    const now = peers.join();
    if (now !== watched) {
      watched = now;
      const before = unwatch;
      unwatch = client.watchPresence(peers);
      before();
    }
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const rows = /** @type {HTMLElement[]} */ ([...lines.querySelectorAll('.room')]);
    const at = rows.indexOf(/** @type {any} */ (document.activeElement));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (at >= 0 && next !== undefined && rows[next]) {
      event.preventDefault();
      rows[next].focus();
    }
  }

  const later = framed(update);
  for (const name of ['conversations', 'people', 'status', 'typing', 'presence']) {
    app.listen(name, later);
  }
  app.listenTo(window, 'popstate', later);
  const timer = setInterval(later, MINUTE_MS);
  app.onUnmount(() => {
    clearInterval(timer);
    unwatch();
  });
  update();
  return {
    element: h('div', { class: 'list' }, trouble, list),
    /** The first chat, for whoever comes from above. */
    focus: () => /** @type {HTMLElement | null} */ (lines.querySelector('.room'))?.focus(),
    /**
     * Goes to the next chat of the list, or the one before.
     *
     * @param {number} step
     */
    step(step) {
      const ids = client.conversations.list().map(({ id }) => id);
      const next = ids[ids.indexOf(app.room ?? '') + step];
      if (next) {
        app.go(next);
      }
    },
  };
}

export { contentText } from '../preview.js';
