/** @import { Transport, Upload } from '../types.js' */

/**
 * The `ws` package under Node. The class is passed in, so that this folder depends on nothing.
 *
 * @param {any} WebSocketClass
 * @param {object} [options] passed to its constructor, e.g. headers
 * @returns {Transport}
 */
export const nodeTransport = (WebSocketClass, options) => {
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
};

/** How much of a file is handed over at a time. */
const CHUNK_BYTES = 65_536;

/**
 * An upload that tells how much the network took. The body of a file is a Uint8Array or a Blob.
 *
 * @param {any} [fetch]
 * @returns {Upload}
 */
export const nodeUpload = (fetch = /** @type {any} */ (globalThis).fetch) => {
  return ({ url, headers, body, name, mime, onProgress }) => {
    const { AbortController, Blob, ReadableStream } = /** @type {any} */ (globalThis);
    const boundary = `akkachat-${Math.random().toString(36).slice(2)}-${Date.now().toString(36)}`;
    const label = name.replace(/["\r\n]/g, (char) => encodeURIComponent(char));
    const form = new Blob([
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${label}"\r\n`,
      `content-type: ${mime || 'application/octet-stream'}\r\n\r\n`,
      body,
      `\r\n--${boundary}--\r\n`,
    ]);
    let sent = 0;
    const stream = new ReadableStream({
      async pull(/** @type {any} */ controller) {
        // Asked for the next piece, so the one before is on its way.
        onProgress(sent, form.size);
        const piece = form.slice(sent, sent + CHUNK_BYTES);
        if (piece.size === 0) {
          controller.close();
          return;
        }
        controller.enqueue(new Uint8Array(await piece.arrayBuffer()));
        sent += piece.size;
      },
    }, { highWaterMark: 0 });
    const abort = new AbortController();
    const reply = fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: stream,
      duplex: 'half',
      signal: abort.signal,
    });
    return { reply, abort: () => abort.abort() };
  };
};
