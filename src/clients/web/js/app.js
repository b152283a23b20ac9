import { forgetDrafts } from './drafts.js';
import { language, languages, setLanguage, t } from './strings/index.js';
import { confirm } from './views/dialogs.js';
import { createShell } from './views/shell.js';
import { createSignIn } from './views/sign-in.js';

/** @import { ChatClient } from '../../core/src/chat-client.js' */

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

  const app = {
    client,
    /** Whether the list of rooms was ever told in this session. */
    get loaded() {
      return loaded;
    },
    /** @returns {string | null} the room on screen */
    get room() {
      const match = /^#\/r\/(.+)$/.exec(location.hash);
      return match ? decodeURIComponent(match[1]) : null;
    },
    /** @param {string | null} room */
    go(room) {
      const hash = room ? `#/r/${encodeURIComponent(room)}` : '#/';
      if (location.hash !== hash) {
        // From room to room the way back leads to the list, not through every room seen.
        app.room && room ? history.replaceState(null, '', hash) : history.pushState(null, '', hash);
        dispatchEvent(new PopStateEvent('popstate'));
      }
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
      root.replaceChildren(client.me ? createShell(app) : createSignIn(app, notice));
      notice = null;
    },
    toggleTheme() {
      const { dataset } = document.documentElement;
      dataset.theme = dataset.theme === 'dark' ? 'light' : 'dark';
      try {
        localStorage.setItem('akkachat.theme', dataset.theme);
      } catch {
        // Chosen for this page only.
      }
    },
    toggleLanguage() {
      setLanguage(languages[1 - languages.indexOf(language())]);
      document.documentElement.lang = language();
      app.mount();
    },
    async signOut() {
      const name = client.me?.name ?? '';
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
    app.mount();
  });
  return app;
}

/** @typedef {ReturnType<typeof createApp>} App */
