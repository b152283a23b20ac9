import { forgetDrafts } from './drafts.js';
import { chooseTheme } from './settings.js';
import { language, setLanguage, t } from './strings/index.js';
import { createShell } from './views/shell.js';
import { createSignIn } from './views/sign-in.js';

/** @import { ChatClient } from '../../core/src/chat-client.js' */

/** @param {RegExp} pattern */
function inAddress(pattern) {
  try {
    const match = pattern.exec(location.hash);
    return match ? decodeURIComponent(match[1]) : null;
  } catch {
    // Somebody's own percent signs: no address of this page.
    return null;
  }
}

/**
 * What every view gets: the client, where the user is, and the few acts that concern the whole page. Views come and go
 * with `mount`; what they listen to goes with them.
 *
 * @param {ChatClient} client
 * @param {HTMLElement} root
 */
export function createApp(client, root) {
  /** @type {(() => void)[]} */
  let listeners = [];
  /** @type {string | null} */
  let notice = null;
  let loaded = false;
  /** @type {{ room: string, seq: number } | null} */
  let target = null;

  const app = {
    client,
    /** What to say when this user is out of a room that this page left. @type {Map<string, string>} */
    parted: new Map(),
    /** Whether the list of rooms was ever told in this session. */
    get loaded() {
      return loaded;
    },
    /** @returns {string | null} the room on screen */
    get room() {
      return inAddress(/^#\/r\/(.+)$/);
    },
    /** @returns {string | null} the room that a link invites to */
    get invitation() {
      return inAddress(/^#\/join\/(.+)$/);
    },
    /**
     * @param {string | null} room
     * @param {number | null} [seq] a message to show there
     */
    go(room, seq = null) {
      const hash = room ? `#/r/${encodeURIComponent(room)}` : '#/';
      target = room && seq ? { room, seq } : null;
      if (location.hash !== hash) {
        // From room to room the way back leads to the list, not through every room seen.
        (app.room || app.invitation) && room ? history.replaceState(null, '', hash) : history.pushState(null, '', hash);
      }
      dispatchEvent(new PopStateEvent('popstate'));
    },
    /**
     * The message that `go` named, once.
     *
     * @param {string} room
     */
    takeTarget(room) {
      const seq = target?.room === room ? target.seq : null;
      target = null;
      return seq;
    },
    /**
     * Opens the search, over everything or in one room.
     *
     * @param {string | null} [room]
     */
    search(room = null) {
      // Nothing behind a modal dialog takes the focus.
      document.querySelectorAll('dialog:modal').forEach((dialog) => /** @type {HTMLDialogElement} */ (dialog).close());
      dispatchEvent(new CustomEvent('search', { detail: room }));
    },
    /**
     * @param {string} name
     * @param {(value: any) => void} listener
     */
    listen(name, listener) {
      listeners.push(client.on(name, listener));
    },
    /**
     * @param {EventTarget} target
     * @param {string} name
     * @param {(event: any) => void} listener
     */
    listenTo(target, name, listener) {
      target.addEventListener(name, listener);
      listeners.push(() => target.removeEventListener(name, listener));
    },
    /** @param {() => void} run */
    onUnmount(run) {
      listeners.push(run);
    },
    /** @param {string} id */
    nameOf(id) {
      return client.people.get(id)?.name ?? '…';
    },
    mount() {
      listeners.forEach((stop) => stop());
      listeners = [];
      document.querySelectorAll('dialog').forEach((dialog) => {
        dialog.close();
        dialog.remove();
      });
      root.replaceChildren(client.me ? createShell(app) : createSignIn(app, notice));
      notice = null;
    },
    toggleTheme() {
      chooseTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
    },
    /** @param {string} name */
    useLanguage(name) {
      setLanguage(name);
      document.documentElement.lang = language();
      app.mount();
    },
    async signOut() {
      const name = client.me?.name ?? '';
      const { confirm } = await import('./views/dialogs.js');
      if (await confirm(t('signout.ask', { name }), t('signout'))) {
        forgetDrafts();
        history.replaceState(null, '', '#/');
        client.signOut();
      }
    },
  };

  client.on('status', ({ state, reason }) => {
    loaded ||= state === 'online';
    if (state === 'stopped' && reason === 'unauthorized') {
      notice = t('signin.ended');
      client.signOut();
    }
  });
  client.on('session', () => {
    loaded = false;
    app.parted.clear();
    app.mount();
  });
  return app;
}

/** @typedef {ReturnType<typeof createApp>} App */
