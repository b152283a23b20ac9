/** @import { Transport } from '../types.js' */

/**
 * A browser's own WebSocket.
 *
 * @param {any} [WebSocketClass]
 * @returns {Transport}
 */
export function browserTransport(WebSocketClass = /** @type {any} */ (globalThis).WebSocket) {
  return (url, protocols, events) => {
    const socket = new WebSocketClass(url, protocols);
    socket.onopen = () => events.onOpen();
    socket.onmessage = (/** @type {any} */ message) => typeof message.data === 'string' && events.onText(message.data);
    socket.onclose = (/** @type {any} */ close) => events.onClose(close.code, close.reason);
    return {
      send: (text) => socket.send(text),
      close: () => socket.close(1000),
    };
  };
}
