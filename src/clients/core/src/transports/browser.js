/** @import { Transport, Upload } from '../types.js' */

/**
 * A browser's own WebSocket, and its upload.
 *
 * @param {any} [WebSocketClass]
 * @returns {Transport}
 */
export const browserTransport = (WebSocketClass = /** @type {any} */ (globalThis).WebSocket) => {
  /** @type {Transport} */
  const dial = (url, protocols, events) => {
    const socket = new WebSocketClass(url, protocols);
    socket.onopen = () => events.onOpen();
    socket.onmessage = (/** @type {any} */ message) => typeof message.data === 'string' && events.onText(message.data);
    socket.onclose = (/** @type {any} */ close) => events.onClose(close.code, close.reason);
    return {
      send: (text) => socket.send(text),
      close: () => socket.close(1000),
    };
  };
  dial.upload = browserUpload();
  return dial;
};

/** A file that takes longer than a quarter of an hour is not coming. */
const UPLOAD_TIMEOUT_MS = 900_000;

/**
 * XMLHttpRequest, because fetch tells nothing of how much was sent. The body of a file is a Blob.
 *
 * @param {any} [RequestClass]
 * @returns {Upload}
 */
export const browserUpload = (RequestClass = /** @type {any} */ (globalThis).XMLHttpRequest) => {
  return ({ url, headers, body, name, onProgress }) => {
    const request = new RequestClass();
    const form = new /** @type {any} */ (globalThis).FormData();
    form.append('file', body, name);
    const reply = new Promise((resolve, reject) => {
      request.open('POST', url);
      request.timeout = UPLOAD_TIMEOUT_MS;
      for (const key in headers) {
        request.setRequestHeader(key, headers[key]);
      }
      request.upload.onprogress = (/** @type {any} */ { loaded, total }) => onProgress(loaded, total);
      request.onload = () => resolve({ status: request.status, json: async () => JSON.parse(request.responseText) });
      request.onerror = request.onabort = request.ontimeout = () => reject(new Error('not sent'));
      request.send(form);
    });
    return { reply, abort: () => request.abort() };
  };
};
