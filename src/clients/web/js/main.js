import { createChatClient, createId, defaultClock } from '/core/index.js';
import { browserTransport } from '/core/transports/browser.js';
import { createApp } from './app.js';
import { followMessages } from './notifications.js';
import { language } from './strings/index.js';

const PREFIX = 'akkachat.';

/** Tabs are devices of their own: the newer one takes the slot and the older one says so. */
function deviceId() {
  const made = createId('web', defaultClock());
  try {
    const kept = sessionStorage.getItem(`${PREFIX}device`) ?? made;
    sessionStorage.setItem(`${PREFIX}device`, kept);
    return kept;
  } catch {
    return made;
  }
}

const client = createChatClient({
  socketUrl: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
  transport: browserTransport(),
  // A request that hangs would hold every attempt to come back.
  fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(15_000) }),
  deviceId: deviceId(),
  platform: 'web',
  storage: {
    get: (key) => localStorage.getItem(PREFIX + key),
    set: (key, value) => localStorage.setItem(PREFIX + key, value),
    remove: (key) => localStorage.removeItem(PREFIX + key),
  },
});

document.documentElement.lang = language();
const app = createApp(client, /** @type {HTMLElement} */ (document.getElementById('app')));
app.mount();
followMessages(app);

addEventListener('online', () => client.network(true));
addEventListener('offline', () => client.network(false));
addEventListener('pageshow', (event) => event.persisted && client.wake());
document.addEventListener('visibilitychange', () => {
  const hidden = document.visibilityState === 'hidden';
  client.setBackground(hidden);
  if (!hidden) {
    client.wake();
  }
});

if (client.me) {
  client.start();
}

// Shows the page when the server can't be reached, and notifications where only it may. After the page has loaded: what
// it fetches must not stand in the way of the first picture.
addEventListener('load', () => void navigator.serviceWorker?.register('/sw.js').catch(() => null));
