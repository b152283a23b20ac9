import { addFile, fileAt } from './files.js';
import { tell } from './outcome.js';

const AT_ONCE = 10;

/** @type {Set<() => void>} */
const running = new Set();

/** What is under way when the program is frozen has failed. */
export const interrupt = () => [...running].forEach((stop) => stop());

function track(/** @type {string} */ api, /** @type {() => void} */ stop) {
  running.add(stop);
  if (running.size > AT_ONCE) {
    console.error(`${api}: more than ${AT_ONCE} requests at once`);
  }
  return () => running.delete(stop);
}

async function load(/** @type {string} */ api, /** @type {any} */ options, /** @type {AbortController} */ abort) {
  const done = track(api, () => abort.abort());
  try {
    return await fetch(options.url, {
      method: options.method ?? 'GET', headers: options.header, body: options.method === 'POST' ? options.data : undefined, signal: abort.signal,
    });
  } catch {
    throw new Error(abort.signal.aborted ? 'interrupted' : 'net::ERR_CONNECTION_REFUSED');
  } finally {
    done();
  }
}

/** wx.request, wx.downloadFile and wx.uploadFile. Any status is a success. */
export const network = {
  request(/** @type {any} */ options) {
    const abort = new AbortController();
    tell('request', options, load('request', options, abort).then(async (reply) =>
      ({ statusCode: reply.status, data: await reply.text(), header: Object.fromEntries(reply.headers) })));
    return { abort: () => abort.abort() };
  },
  downloadFile(/** @type {any} */ options) {
    const abort = new AbortController();
    tell('downloadFile', options, load('downloadFile', options, abort).then(async (reply) =>
      ({ statusCode: reply.status, tempFilePath: addFile(await reply.blob(), 'download') })));
    return { abort: () => abort.abort(), onProgressUpdate() {} };
  },
  uploadFile(/** @type {any} */ options) {
    const upload = new XMLHttpRequest();
    /** @type {Function} */
    let progress = () => {};
    tell('uploadFile', options, new Promise((resolve, reject) => {
      const body = new FormData();
      body.append(options.name, fileAt(options.filePath).blob, options.filePath.split('/').pop());
      const done = track('uploadFile', () => upload.abort());
      upload.upload.onprogress = ({ loaded, total }) => progress({
        progress: Math.round((loaded / total) * 100), totalBytesSent: loaded, totalBytesExpectedToSend: total,
      });
      upload.onload = () => resolve({ statusCode: upload.status, data: upload.responseText });
      upload.onabort = () => reject(new Error('interrupted'));
      upload.onerror = () => reject(new Error('net::ERR_CONNECTION_REFUSED'));
      upload.onloadend = () => done();
      upload.open('POST', options.url);
      Object.entries(options.header ?? {}).forEach(([name, value]) => upload.setRequestHeader(name, String(value)));
      upload.send(body);
    }));
    return { abort: () => upload.abort(), onProgressUpdate: (/** @type {Function} */ listener) => { progress = listener; } };
  },
};
