/** @import { Transport } from '../types.js' */

/**
 * The `ws` package under Node. The class is passed in, so that this folder depends on nothing.
 *
 * @param {any} WebSocketClass
 * @param {object} [options] passed to its constructor, e.g. headers
 * @returns {Transport}
 */
export function nodeTransport(WebSocketClass, options) {
  return (url, protocols, events) => {
    const socket = new WebSocketClass(url, protocols, options);
    socket.on('open', () => events.onOpen());
    socket.on('message', (/** @type {any} */ data, /** @type {boolean} */ binary) => {
      binary || events.onText(data.toString());
    });
    socket.on('close', (/** @type {number} */ code, /** @type {any} */ reason) => events.onClose(code, String(reason)));
    // Every error is followed by a close, which is what counts.
    socket.on('error', () => {});
    return {
      send: (text) => socket.send(text),
      close: () => (socket.readyState === 0 ? socket.terminate() : socket.close(1000)),
    };
  };
}
