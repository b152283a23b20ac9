// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

/** @import { Fetch, Storage, Transport, Upload } from '../types.js' */

/** What the server says when the same device took the session over, in a close with 1000. */
const TAKEN_OVER = 'taken over';
const NORMAL = 1000;
const LOST = 1006;

const nothing = () => {};

/**
 * The sockets of a mini program, one at a time: a new one ends the one before. The platform closes them in the background
 * with whatever code it likes, 1000 among them, so only the server's own words count as a takeover.
 *
 * @param {any} wx
 * @returns {Transport}
 */
const wxTransport = (wx) => {
  let endEarlier = nothing;

  return (url, protocols, events) => {
    endEarlier();
    /** @type {any} */
    let task = null;
    let over = false;

    /**
     * @param {number} code
     * @param {string} [reason]
     */
    const end = (code, reason) => {
      if (!over) {
        over = true;
        events.onClose(code === NORMAL && reason !== TAKEN_OVER ? LOST : code, reason);
      }
    };

    const close = () => {
      if (!over) {
        over = true;
        // With callbacks nothing is thrown and no promise comes back, whatever state the task is in.
        task?.close({ code: NORMAL, success: nothing, fail: nothing });
      }
    };

    endEarlier = close;
    task = wx.connectSocket({ url, protocols, success: nothing, fail: () => end(LOST) });
    task?.onOpen(() => over || events.onOpen());
    task?.onMessage((/** @type {any} */ { data }) => over || typeof data !== 'string' || events.onText(data));
    task?.onError(() => end(LOST));
    task?.onClose((/** @type {any} */ { code, reason }) => end(code || LOST, reason));
    return {
      send: (text) => task?.send({ data: text, success: nothing, fail: () => end(LOST) }),
      close,
    };
  };
};

/**
 * What a mini program keeps: 1 MB a key and 10 MB in all, beyond which it throws.
 *
 * @param {any} wx
 * @param {string} [prefix] keeps it apart from what else the program stores
 * @returns {Storage}
 */
const wxStorage = (wx, prefix = 'akkachat.') => ({
  get: (key) => wx.getStorageSync(prefix + key) || null,
  set: (key, value) => wx.setStorageSync(prefix + key, value),
  remove: (key) => wx.removeStorageSync(prefix + key),
});

/**
 * wx.request as fetch: any status is a success there too.
 *
 * @param {any} wx
 * @returns {Fetch}
 */
const wxFetch = (wx) => (url, { method, headers, body }) => new Promise((resolve, reject) => {
  wx.request({
    url,
    method,
    header: headers,
    data: body,
    // Parsed here, because the platform leaves other types than application/json as text.
    dataType: 'text',
    success: (/** @type {any} */ { statusCode, data }) => resolve({ status: statusCode, json: async () => parsed(data) }),
    fail: (/** @type {any} */ { errMsg }) => reject(new Error(errMsg)),
  });
});

/**
 * wx.uploadFile; the body of a file is its path.
 *
 * @param {any} wx
 * @returns {Upload}
 */
const wxUpload = (wx) => ({ url, headers, body, onProgress }) => {
  /** @type {any} */
  let task = null;
  const reply = new Promise((resolve, reject) => {
    task = wx.uploadFile({
      url,
      filePath: body,
      name: 'file',
      header: headers,
      success: (/** @type {any} */ { statusCode, data }) => resolve({ status: statusCode, json: async () => parsed(data) }),
      fail: (/** @type {any} */ { errMsg }) => reject(new Error(errMsg)),
    });
  });
  task?.onProgressUpdate((/** @type {any} */ { totalBytesSent, totalBytesExpectedToSend }) =>
    onProgress(totalBytesSent, totalBytesExpectedToSend));
  return { reply, abort: () => task?.abort() };
};

/**
 * Tells a client when the program is hidden, shown again, or on another network.
 *
 * @param {any} wx
 * @param {{ setBackground(on: boolean): void, wake(): void, network(up: boolean): void }} client
 */
const wxLifecycle = (wx, client) => {
  wx.onAppHide(() => client.setBackground(true));
  wx.onAppShow(() => {
    client.setBackground(false);
    client.wake();
  });
  wx.onNetworkStatusChange((/** @type {any} */ { isConnected }) => client.network(isConnected));
};

/** @param {any} data */
const parsed = (data) => (typeof data === 'string' ? JSON.parse(data) : data);

module.exports = { wxTransport, wxStorage, wxFetch, wxUpload, wxLifecycle };
