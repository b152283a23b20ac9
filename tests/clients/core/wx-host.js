import WebSocket from 'ws';

/** What one key of the storage may hold. */
const KEY_BYTES_AT_MOST = 1_024 * 1_024;
const SOCKETS_AT_MOST = 5;

/**
 * A stand-in for the part of `wx` that the core uses: SocketTask, storage, requests and uploads. The platform's own doings
 * (hiding, freezing sockets, refusing) are done by its methods.
 */
export function wxHost() {
  const storage = new Map();
  const listeners = { show: [], hide: [], network: [] };
  const tasks = [];

  const tell = (name, value) => listeners[name].forEach((run) => run(value));
  const settle = (options, name, failure) => {
    const result = { errMsg: failure ? `${name}:fail ${failure}` : `${name}:ok` };
    (failure ? options.fail : options.success)?.(result);
    options.complete?.(result);
  };

  const wx = {
    connectSocket(options) {
      const on = {};
      const task = {
        options,
        open: true,
        closes: 0,
        onOpen: (run) => void (on.open = run),
        onMessage: (run) => void (on.message = run),
        onClose: (run) => void (on.close = run),
        onError: (run) => void (on.error = run),
        send({ data, ...rest }) {
          settle(rest, 'sendSocketMessage', socket.readyState === WebSocket.OPEN ? null : 'task not found');
          socket.readyState === WebSocket.OPEN && socket.send(data);
        },
        close({ code = 1000, reason = '', ...rest }) {
          task.closes++;
          settle(rest, 'closeSocket', task.open ? null : 'task not found');
          socket.readyState === WebSocket.CONNECTING ? socket.terminate() : socket.close(code, reason);
        },
        /** The platform closes it, and says what it likes. */
        drop(code, reason) {
          task.open = false;
          socket.terminate();
          on.close?.({ code, reason });
          on.close = undefined;
        },
      };
      if (tasks.filter((other) => other.open).length >= SOCKETS_AT_MOST) {
        queueMicrotask(() => settle(options, 'connectSocket', 'exceed max task count'));
        return undefined;
      }
      const socket = new WebSocket(options.url, options.protocols ?? []);
      socket.on('open', () => on.open?.({ header: {} }));
      socket.on('message', (data, binary) => on.message?.({ data: binary ? data : data.toString() }));
      socket.on('close', (code, reason) => {
        task.open = false;
        on.close?.({ code, reason: reason.toString() });
      });
      socket.on('error', ({ message }) => on.error?.({ errMsg: message }));
      tasks.push(task);
      queueMicrotask(() => settle(options, 'connectSocket', null));
      return task;
    },
    getStorageSync: (key) => storage.get(key) ?? '',
    setStorageSync(key, value) {
      if (Buffer.byteLength(value) > KEY_BYTES_AT_MOST) {
        throw new Error('setStorageSync:fail exceed storage item max length');
      }
      storage.set(key, value);
    },
    removeStorageSync: (key) => void storage.delete(key),
    request({ url, method, header, data, success, fail }) {
      fetch(url, { method, headers: header, body: data }).then(
        async (response) => success?.({ statusCode: response.status, data: await response.text() }),
        ({ message }) => fail?.({ errMsg: `request:fail ${message}` }));
    },
    uploadFile({ url, filePath, name, header, success, fail }) {
      const control = new AbortController();
      let progress = () => {};
      const form = new FormData();
      form.append(name, new Blob([wx.files.get(filePath)]), filePath.split('/').at(-1));
      queueMicrotask(() => progress({ progress: 50, totalBytesSent: 5, totalBytesExpectedToSend: 10 }));
      fetch(url, { method: 'POST', headers: header, body: form, signal: control.signal }).then(
        async (response) => {
          progress({ progress: 100, totalBytesSent: 10, totalBytesExpectedToSend: 10 });
          success?.({ statusCode: response.status, data: await response.text() });
        },
        ({ message }) => fail?.({ errMsg: `uploadFile:fail ${message}` }));
      return { onProgressUpdate: (run) => void (progress = run), abort: () => control.abort() };
    },
    onAppShow: (run) => listeners.show.push(run),
    onAppHide: (run) => listeners.hide.push(run),
    onNetworkStatusChange: (run) => listeners.network.push(run),
    /** Files of the phone, by path. */
    files: new Map(),
  };
  return { wx, tasks, storage, show: () => tell('show'), hide: () => tell('hide'), network: (value) => tell('network', value) };
}
