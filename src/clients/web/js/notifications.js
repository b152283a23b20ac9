import { contentText } from './preview.js';
import { setting } from './settings.js';
import { nameOfRoom } from './format.js';
import { t } from './strings/index.js';

/** @import { App } from './app.js' */
/** @import { RoomEvent } from '../../core/src/types.js' */

/** What is older than this was caught up with; whoever was away needs no row of pop-ups. */
const FRESH_MS = 60_000;

/** @returns {'on' | 'off' | 'denied' | 'missing'} */
export function notificationsAre() {
  if (!('Notification' in window)) {
    return 'missing';
  }
  return Notification.permission === 'denied' ? 'denied'
    : Notification.permission === 'granted' && setting('notify') ? 'on' : 'off';
}

/** Asks the browser, and through it the user; only after a click. */
export async function askForNotifications() {
  return 'Notification' in window && await Notification.requestPermission() === 'granted';
}

/**
 * Tells what comes while the page is hidden, except from silenced chats.
 *
 * @param {App} app
 */
export function followMessages(app) {
  const { client } = app;

  /** @param {RoomEvent} event */
  function tell(event) {
    const room = client.conversations.get(event.room);
    const fresh = client.now() - event.time < FRESH_MS;
    if (!room || room.silenced || event.from === client.me?.id || !fresh || document.visibilityState === 'visible'
      || notificationsAre() !== 'on') {
      return;
    }
    const text = contentText(event.content);
    const body = room.kind === 'dm' ? text : t('list.said', { name: app.nameOf(event.from), text });
    const options = { body, tag: event.room, icon: '/icons/icon-192.png', data: { room: event.room } };
    void show(nameOfRoom(room), options);
  }

  /**
   * @param {string} title
   * @param {NotificationOptions} options
   */
  async function show(title, options) {
    // Phones only let the service worker show one.
    const worker = await navigator.serviceWorker?.getRegistration();
    if (worker?.active) {
      await worker.showNotification(title, options);
      return;
    }
    const shown = new Notification(title, options);
    shown.onclick = () => {
      window.focus();
      app.go(options.data.room);
      shown.close();
    };
  }

  client.on('push', (/** @type {any} */ push) => push.type === 'event' && push.kind === 'message' && tell(push));
  navigator.serviceWorker?.addEventListener('message', ({ data }) => typeof data?.room === 'string' && app.go(data.room));
}
