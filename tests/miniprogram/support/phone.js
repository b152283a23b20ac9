import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import vm from 'node:vm';
import WebSocket from 'ws';
import { root } from './app.js';
import { until } from './until.js';

const SOCKETS_AT_MOST = 5;
const KEY_AT_MOST_BYTES = 1024 * 1024;
const ALL_AT_MOST_BYTES = 10 * 1024 * 1024;
const FROZEN_AFTER_MS = 5_000;

const bytes = (/** @type {any} */ value) => Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value) ?? '');

/**
 * A phone with the mini program on it: a world of its own with `wx`, App and Page as WeChat documents them, over real sockets
 * and real HTTP. Pages run as they are; nothing is drawn.
 *
 * @param {string} host of the server
 * @param {{ storage?: Map<string, any>, files?: Map<string, Buffer> }} [kept] from an earlier life of the same phone
 */
export function createPhone(host, { storage = new Map(), files = new Map() } = {}) {
  const log = /** @type {{ api: string, options: any }[]} */ ([]);
  const setData = { calls: 0, largest: 0 };
  const sockets = new Set();
  let socketsAtOnce = 0;
  const on = /** @type {Record<string, Function[]>} */ ({});
  /** @type {any[]} */
  const stack = [];
  /** @type {any} */
  let defined = null;
  /** What the next question is answered with. @type {Record<string, any[]>} */
  const answers = {};

  let connected = true;
  /** An address as it is reached: without a network not at all. */
  const reached = (/** @type {string} */ url) => (connected ? url : url.replace(/\/\/[^/]+/, '//127.0.0.1:1'));

  const done = (/** @type {any} */ options, /** @type {string} */ api, /** @type {string | null} */ failure, /** @type {any} */ more = {}) => {
    log.push({ api, options });
    queueMicrotask(() => {
      const result = { errMsg: failure ? `${api}:fail ${failure}` : `${api}:ok`, ...more };
      (failure ? options?.fail : options?.success)?.(result);
      options?.complete?.(result);
    });
  };
  const answered = (/** @type {string} */ api) => (/** @type {any} */ options) => {
    const answer = answers[api]?.shift();
    done(options, api, answer ? null : 'cancel', answer);
  };
  const listen = (/** @type {string} */ name) => (/** @type {Function} */ call) => void (on[name] = [...(on[name] ?? []), call]);
  const emit = (/** @type {string} */ name, /** @type {any} */ value = {}) => (on[name] ?? []).forEach((call) => call(value));

  function connectSocket(/** @type {any} */ options) {
    if (sockets.size >= SOCKETS_AT_MOST) {
      done(options, 'connectSocket', 'reach max websocket connect count 5');
      return undefined;
    }
    const socket = new WebSocket(reached(options.url), options.protocols ?? []);
    sockets.add(socket);
    socketsAtOnce = Math.max(socketsAtOnce, sockets.size);
    const events = /** @type {Record<string, Function[]>} */ ({ open: [], message: [], error: [], close: [] });
    const tell = (/** @type {string} */ name, /** @type {any} */ value) => events[name].forEach((call) => call(value));
    socket.on('open', () => tell('open', { header: {} }));
    socket.on('message', (data, isBinary) => tell('message', { data: isBinary ? data : data.toString() }));
    socket.on('error', (failure) => tell('error', { errMsg: failure.message }));
    socket.on('close', (code, reason) => {
      sockets.delete(socket);
      tell('close', { code: socket.interrupted ? 1006 : code, reason: socket.interrupted ? 'interrupted' : reason.toString() });
    });
    done(options, 'connectSocket', null);
    const add = (/** @type {string} */ name) => (/** @type {Function} */ call) => void events[name].push(call);
    return {
      onOpen: add('open'), onMessage: add('message'), onError: add('error'), onClose: add('close'),
      send(/** @type {any} */ sent) {
        if (socket.readyState !== WebSocket.OPEN) {
          done(sent, 'sendSocketMessage', 'WebSocket is not connected');
          return;
        }
        log.push({ api: 'frame', options: sent.data });
        socket.send(sent.data, (failure) => done(sent, 'sendSocketMessage', failure ? failure.message : null));
      },
      close(/** @type {any} */ closing = {}) {
        socket.close(closing.code ?? 1000, closing.reason ?? '');
        done(closing, 'closeSocket', null);
      },
    };
  }

  function request(/** @type {any} */ options) {
    fetch(reached(options.url), { method: options.method, headers: options.header, body: options.data }).then(
      async (reply) => done(options, 'request', null, { statusCode: reply.status, data: await reply.text() }),
      (failure) => done(options, 'request', failure.message));
    return { abort() {} };
  }

  function uploadFile(/** @type {any} */ options) {
    const body = new FormData();
    const content = files.get(options.filePath);
    if (!content) {
      done(options, 'uploadFile', 'file not found');
      return { abort() {}, onProgressUpdate() {} };
    }
    body.append(options.name, new Blob([content]), options.filePath.split('/').pop());
    const abort = new AbortController();
    /** @type {Function} */
    let progress = () => {};
    fetch(reached(options.url), { method: 'POST', headers: options.header, body, signal: abort.signal }).then(
      async (reply) => {
        progress({ totalBytesSent: content.length, totalBytesExpectedToSend: content.length });
        done(options, 'uploadFile', null, { statusCode: reply.status, data: await reply.text() });
      },
      (failure) => done(options, 'uploadFile', failure.message));
    return { abort: () => abort.abort(), onProgressUpdate: (/** @type {Function} */ call) => { progress = call; } };
  }

  function setStorageSync(/** @type {string} */ key, /** @type {any} */ value) {
    const others = [...storage].reduce((sum, [name, kept]) => sum + (name === key ? 0 : bytes(kept)), 0);
    if (bytes(value) > KEY_AT_MOST_BYTES) {
      throw new Error(`setStorageSync:fail entry size limit reached: ${bytes(value)}`);
    }
    if (others + bytes(value) > ALL_AT_MOST_BYTES) {
      throw new Error('setStorageSync:fail exceed storage max size 10Mb');
    }
    storage.set(key, structuredClone(value));
  }

  const show = (/** @type {any} */ page) => page?.onShow?.();
  const close = (/** @type {any} */ page) => page?.onUnload?.();
  function open(/** @type {string} */ url) {
    const [path, query = ''] = url.replace(/^\//, '').split('?');
    const fields = Object.fromEntries(query.split('&').filter(Boolean).map((one) => one.split('=')));
    defined = null;
    loaded.delete(join(root, `${path}.js`));
    load(join(root, `${path}.js`));
    const page = Object.assign(Object.create(null), defined, { route: path, data: structuredClone({ ...defined.data }) });
    page.setData = (/** @type {any} */ change) => {
      const text = JSON.stringify(change);
      setData.calls++;
      setData.largest = Math.max(setData.largest, Buffer.byteLength(text));
      for (const [name, value] of Object.entries(JSON.parse(text))) {
        put(page.data, name, value);
      }
    };
    page.selectComponent = (/** @type {string} */ selector) => {
      page.parts ??= {};
      return (page.parts[selector] ??= createPart());
    };
    page.createSelectorQuery = () => {
      const query = { select: () => query, fields: () => query, boundingClientRect: () => query, exec: () => {} };
      return query;
    };
    stack.push(page);
    page.onLoad?.(fields);
    show(page);
    page.onReady?.();
    return page;
  }
  const go = (/** @type {string} */ api, /** @type {Function} */ move) => (/** @type {any} */ options = {}) => {
    move(options);
    done(options, api, null);
  };

  const wx = new Proxy(/** @type {any} */ ({
    connectSocket, request, uploadFile, setStorageSync,
    getStorageSync: (/** @type {string} */ key) => (storage.has(key) ? structuredClone(storage.get(key)) : ''),
    setStorage(/** @type {any} */ { key, data }) { setStorageSync(key, data); },
    removeStorage(/** @type {any} */ { key }) { storage.delete(key); },
    removeStorageSync(/** @type {string} */ key) { storage.delete(key); },
    getStorageInfoSync: () => ({ currentSize: 1, limitSize: 10240, keys: [...storage.keys()] }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx1', envVersion: 'develop' } }),
    getExtConfigSync: () => ({ server: { host } }),
    getAppBaseInfo: () => ({ language: 'en', theme: 'light', fontSizeSetting: 17, SDKVersion: '3.5.0' }),
    getWindowInfo: () => ({ windowWidth: 375, windowHeight: 667 }),
    getRecorderManager: () => ({ onStop() {}, onError() {}, start() {}, stop() {} }),
    getUpdateManager: () => ({ onUpdateReady() {} }),
    getFileSystemManager: () => ({ getSavedFileList() {} }),
    login: (/** @type {any} */ options) => done(options, 'login', null, { code: answers.login?.shift() ?? 'no-code' }),
    onAppShow: listen('appShow'), onAppHide: listen('appHide'), onThemeChange: listen('theme'),
    onNetworkStatusChange: listen('network'), onNetworkWeakChange: listen('weak'), onNeedPrivacyAuthorization: listen('privacy'),
    showModal: answered('showModal'), showActionSheet: answered('showActionSheet'), chooseMedia: answered('chooseMedia'),
    chooseMessageFile: answered('chooseMessageFile'), chooseLocation: answered('chooseLocation'), getImageInfo: answered('getImageInfo'),
    navigateTo: go('navigateTo', (/** @type {any} */ { url }) => open(url)),
    redirectTo: go('redirectTo', (/** @type {any} */ { url }) => { close(stack.pop()); open(url); }),
    reLaunch: go('reLaunch', (/** @type {any} */ { url }) => { stack.splice(0).forEach(close); open(url); }),
    switchTab: go('switchTab', (/** @type {any} */ { url }) => { stack.splice(0).forEach(close); open(url); }),
    navigateBack: go('navigateBack', () => { close(stack.pop()); show(stack.at(-1)); }),
  }), {
    // Everything else that WeChat has is taken note of and goes well.
    get: (own, api) => own[api] ?? ((/** @type {any} */ options) => done(options, String(api), null)),
  });

  const world = vm.createContext({
    wx, console, setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask,
    Page: (/** @type {any} */ page) => { defined = page; },
    App: (/** @type {any} */ app) => queueMicrotask(() => app.onLaunch?.({})),
    getCurrentPages: () => stack,
  });
  /** @type {Map<string, any>} */
  const loaded = new Map();
  function load(/** @type {string} */ file) {
    const path = file.endsWith('.js') ? file : `${file}.js`;
    const known = loaded.get(path);
    if (known) {
      return known.exports;
    }
    const module = { exports: {} };
    loaded.set(path, module);
    const run = vm.runInContext(`(function (require, module, exports) {${readFileSync(path, 'utf8')}\n})`, world, { filename: path });
    run((/** @type {string} */ name) => load(resolve(dirname(path), name)), module, module.exports);
    return module.exports;
  }

  return {
    wx, log, setData, storage, files, answers, stack, open,
    get page() {
      return stack.at(-1);
    },
    get socketsAtOnce() {
      return socketsAtOnce;
    },
    load: (/** @type {string} */ path) => load(join(root, path)),
    /** Starts the mini program, as from its icon. */
    async launch(url = '/pages/conversations/conversations') {
      load(join(root, 'app.js'));
      await null;
      await null;
      open(url);
      return this;
    },
    frames: () => log.filter(({ api }) => api === 'frame').map(({ options }) => JSON.parse(options)),
    /** To the background; sockets are cut when WeChat freezes the program. */
    hide({ frozen = FROZEN_AFTER_MS } = {}) {
      stack.at(-1)?.onHide?.();
      emit('appHide');
      setTimeout(() => sockets.forEach((socket) => { socket.interrupted = true; socket.terminate(); }), frozen);
    },
    show() {
      emit('appShow');
      show(stack.at(-1));
    },
    network(/** @type {boolean} */ isConnected) {
      connected = isConnected;
      emit('network', { isConnected, networkType: isConnected ? 'wifi' : 'none' });
    },
    /** The network is lost without a word. */
    cut: () => sockets.forEach((socket) => socket.terminate()),
    theme: (/** @type {string} */ theme) => emit('theme', { theme }),
    until: (/** @type {() => any} */ isSo, /** @type {string} */ what) => until(isSo, what, () => stack.at(-1)?.data),
    stop() {
      stack.splice(0).forEach(close);
      load(join(root, 'lib/client.js')).client.stop();
      sockets.forEach((socket) => socket.terminate());
    },
  };
}

/** Stands where a page looks for its composer, or another part. */
const createPart = () => ({
  text: '', context: null, shown: null,
  put(/** @type {string} */ text) { this.text = text; },
  value() { return this.text; },
  setContext(/** @type {any} */ context) { this.context = context; },
  closePanels() {},
  show(/** @type {any} */ what) { this.shown = what; },
});

function put(/** @type {any} */ data, /** @type {string} */ path, /** @type {any} */ value) {
  const keys = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  const last = /** @type {string} */ (keys.pop());
  const at = keys.reduce((inner, key, index) => (inner[key] ??= /^\d+$/.test(keys[index + 1] ?? last) ? [] : {}), data);
  at[last] = value;
}
