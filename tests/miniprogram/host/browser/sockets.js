import { tell } from './outcome.js';
import { whenThawed } from './timers.js';

const SOCKETS_AT_MOST = 5;
const NORMAL = 1000;
const LOST = 1006;

const refused = (/** @type {string} */ why) => Promise.reject(new Error(why));
const mayClose = (/** @type {number} */ code) => code === NORMAL || (code >= 3000 && code <= 4999);

/** wx.connectSocket: five at once and no more; cut when the program is frozen, which it hears of when it thaws. */
export function createSockets() {
  /** @type {Set<{ cut(): void }>} */
  const live = new Set();
  const counts = { opened: 0, atOnce: 0 };

  function connectSocket(/** @type {any} */ options) {
    if (live.size >= SOCKETS_AT_MOST) {
      console.error(`connectSocket: more than ${SOCKETS_AT_MOST} at once`);
      tell('connectSocket', options, refused('reach max websocket connect count 5'));
      return undefined;
    }
    const socket = new WebSocket(options.url, options.protocols ?? []);
    /** @type {Record<string, Function[]>} */
    const listeners = { open: [], message: [], error: [], close: [] };
    const emit = (/** @type {string} */ name, /** @type {any} */ value) =>
      whenThawed(() => listeners[name].forEach((listener) => listener(value)));
    let over = false;
    const end = (/** @type {number} */ code, /** @type {string} */ reason) => {
      if (!over) {
        over = true;
        live.delete(entry);
        emit('close', { code, reason });
      }
    };
    const entry = {
      cut() {
        end(LOST, 'interrupted');
        socket.close();
      },
    };
    live.add(entry);
    counts.opened++;
    counts.atOnce = Math.max(counts.atOnce, live.size);
    socket.onopen = () => over || emit('open', { header: {} });
    socket.onmessage = ({ data }) => over || emit('message', { data });
    socket.onerror = () => over || emit('error', { errMsg: 'WebSocket error' });
    socket.onclose = ({ code, reason }) => end(code, reason);
    tell('connectSocket', options, Promise.resolve());

    const on = (/** @type {string} */ name) => (/** @type {Function} */ listener) => void listeners[name].push(listener);
    return {
      onOpen: on('open'), onMessage: on('message'), onError: on('error'), onClose: on('close'),
      send(/** @type {any} */ sent) {
        if (over || socket.readyState !== WebSocket.OPEN) {
          return tell('sendSocketMessage', sent, refused('WebSocket is not connected'));
        }
        socket.send(sent.data);
        return tell('sendSocketMessage', sent, Promise.resolve());
      },
      close(/** @type {any} */ closing = {}) {
        const { code = NORMAL, reason = '' } = closing;
        if (over) {
          return tell('closeSocket', closing, refused('task not found'));
        }
        if (!mayClose(code)) {
          console.error(`closeSocket: ${code} is none of the codes that WeChat takes`);
        }
        socket.close(code, reason);
        return tell('closeSocket', closing, Promise.resolve());
      },
    };
  }

  return { connectSocket, counts, cut: () => [...live].forEach((entry) => entry.cut()) };
}
