import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import WebSocket from 'ws';

const PATIENCE_MS = 60_000;

/**
 * A stand-in for the part of a mini program that a beginner's page uses: the socket API without a task object, of which
 * there is one socket at a time, and Page() with setData. Each page gets a world of its own, as on a phone of its own.
 */
export function openPage(/** @type {URL} */ file, /** @type {Record<string, unknown>} */ query) {
  /** @type {Record<string, (event: any) => void>} */
  const on = {};
  /** @type {WebSocket | undefined} */
  let socket;
  /** @type {Array<{ isSo: () => boolean, resolve: () => void }>} */
  let waiting = [];
  /** @type {any} */
  let page;

  const answer = (/** @type {any} */ options, /** @type {string} */ name, /** @type {Error | null | undefined} */ failure) => {
    const result = { errMsg: failure ? `${name}:fail ${failure.message}` : `${name}:ok` };
    (failure ? options.fail : options.success)?.(result);
    options.complete?.(result);
  };

  const wx = {
    connectSocket(/** @type {any} */ options) {
      socket = new WebSocket(options.url, options.protocols ?? []);
      socket.on('open', () => on.open?.({ header: {} }));
      socket.on('message', (data, isBinary) => on.message?.({ data: isBinary ? data : data.toString() }));
      socket.on('close', (code, reason) => on.close?.({ code, reason: reason.toString() }));
      socket.on('error', (failure) => on.error?.({ errMsg: failure.message }));
      queueMicrotask(() => answer(options, 'connectSocket', null));
    },
    onSocketOpen: (/** @type {any} */ call) => { on.open = call; },
    onSocketMessage: (/** @type {any} */ call) => { on.message = call; },
    onSocketClose: (/** @type {any} */ call) => { on.close = call; },
    onSocketError: (/** @type {any} */ call) => { on.error = call; },
    sendSocketMessage(/** @type {any} */ options) {
      if (socket?.readyState !== WebSocket.OPEN) {
        answer(options, 'sendSocketMessage', new Error('the socket is not open'));
        return;
      }
      socket.send(options.data, (failure) => answer(options, 'sendSocketMessage', failure));
    },
    closeSocket(/** @type {any} */ options = {}) {
      socket?.close(options.code ?? 1000, options.reason ?? '');
      answer(options, 'closeSocket', null);
    },
  };

  const world = vm.createContext({
    wx,
    console,
    Page: (/** @type {any} */ definition) => {
      page = {
        ...definition,
        data: structuredClone(definition.data),
        setData(/** @type {Record<string, unknown>} */ change) {
          Object.assign(this.data, structuredClone(change));
          waiting = waiting.filter(({ isSo, resolve }) => !isSo() || resolve());
        },
      };
    },
  });
  vm.runInContext(readFileSync(file, 'utf8'), world, { filename: file.pathname });
  page.onLoad?.(query);

  return {
    page,
    /** Waits until the page's data is so. */
    until(/** @type {(data: any) => boolean} */ isSo, /** @type {string} */ what) {
      return new Promise((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`Waited in vain for ${what}. The page had: ${JSON.stringify(page.data)}`)), PATIENCE_MS);
        const done = () => {
          clearTimeout(late);
          resolve(undefined);
        };
        if (isSo(page.data)) {
          done();
        } else {
          waiting.push({ isSo: () => isSo(page.data), resolve: done });
        }
      });
    },
    close: () => page.onUnload?.(),
  };
}
