import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { test } from 'node:test';
import { createDeviceId, memoryStorage } from '../../../src/clients/core/src/index.js';
import { browserTransport, browserUpload } from '../../../src/clients/core/src/transports/browser.js';
import { nodeUpload } from '../../../src/clients/core/src/transports/node.js';
import { fakeClock } from './harness.js';

const body = new Uint8Array(300_000).map((_, i) => i % 251);

/** Takes one form, and tells what was in it. */
async function formServer(status, answer) {
  const forms = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const form = await new Response(Buffer.concat(chunks), { headers: { 'content-type': request.headers['content-type'] } }).formData();
    forms.push({ headers: request.headers, file: form.get('file'), fields: [...form.keys()] });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { forms, url: `http://127.0.0.1:${server.address().port}/api/v1/media`, close: () => server.close() };
}

test('Node uploads a form with one file, and tells how far it is', async () => {
  const server = await formServer(200, { url: '/media/a' });
  const seen = [];
  const { reply } = nodeUpload()({
    url: server.url, headers: { authorization: 'Bearer t' }, body, name: 'a"\r\ncontent-type: text/html\r\n\r\nb.bin', mime: 'application/x-test',
    onProgress: (sent, total) => seen.push([sent, total]),
  });
  const { status, json } = await reply.then((response) => ({ status: response.status, json: response.json() }));
  assert.deepEqual([status, await json], [200, { url: '/media/a' }]);
  const [{ headers, file, fields }] = server.forms;
  assert.equal(headers.authorization, 'Bearer t');
  assert.equal(file.type, 'application/x-test');
  assert.deepEqual(new Uint8Array(await file.arrayBuffer()), body);
  assert.deepEqual(fields, ['file'], 'a name cannot add to the form');
  assert.ok(seen.length >= 4);
  assert.deepEqual(seen.at(0)[0], 0);
  assert.equal(seen.at(-1)[0], seen.at(-1)[1]);
  assert.deepEqual(seen.map(([sent]) => sent), seen.map(([sent]) => sent).sort((a, b) => a - b));
  server.close();
});

test('a Node upload is given up', async () => {
  const server = await formServer(200, {});
  const { reply, abort } = nodeUpload()({ url: server.url, headers: {}, body, name: 'a', mime: '', onProgress() {} });
  abort();
  await assert.rejects(reply);
  server.close();
});

test('a browser uploads through XMLHttpRequest', async () => {
  const made = [];
  class FakeRequest {
    upload = {};
    headers = {};
    constructor() { made.push(this); }
    open(method, url) { Object.assign(this, { method, url }); }
    setRequestHeader(key, value) { this.headers[key] = value; }
    send(form) { this.form = form; }
    abort() { this.onabort(); }
  }
  const seen = [];
  const start = () => browserUpload(FakeRequest)({
    url: '/api/v1/media', headers: { authorization: 'Bearer t' }, body: new Blob(['hello']), name: 'a.txt', mime: 'text/plain',
    onProgress: (sent, total) => seen.push([sent, total]),
  });
  const { reply } = start();
  const [request] = made;
  assert.deepEqual([request.method, request.url, request.headers], ['POST', '/api/v1/media', { authorization: 'Bearer t' }]);
  assert.deepEqual([request.form.get('file').name, await request.form.get('file').text()], ['a.txt', 'hello']);
  request.upload.onprogress({ loaded: 3, total: 9 });
  assert.deepEqual(seen, [[3, 9]]);
  Object.assign(request, { status: 200, responseText: '{"url":"/media/a"}' }).onload();
  const { status, json } = await reply;
  assert.deepEqual([status, await json()], [200, { url: '/media/a' }]);

  const other = start();
  other.abort();
  await assert.rejects(other.reply);
});

test('a browser socket passes on texts only', () => {
  const made = [];
  class FakeSocket {
    constructor(url, protocols) { made.push(Object.assign(this, { url, protocols, sent: [] })); }
    send(text) { this.sent.push(text); }
    close(code) { this.closed = code; }
  }
  const told = [];
  const socket = browserTransport(FakeSocket)('wss://chat.test/ws', ['akkachat.v1'], {
    onOpen: () => told.push('open'), onText: (text) => told.push(text), onClose: (code, reason) => told.push([code, reason]),
  });
  made[0].onopen();
  made[0].onmessage({ data: 'text' });
  made[0].onmessage({ data: new ArrayBuffer(1) });
  socket.send('a');
  socket.close();
  made[0].onclose({ code: 4409, reason: 'replaced' });
  assert.deepEqual(told, ['open', 'text', [4409, 'replaced']]);
  assert.deepEqual([made[0].sent, made[0].closed, made[0].protocols], [['a'], 1000, ['akkachat.v1']]);
});

test('an installation has one device id', () => {
  const storage = memoryStorage();
  const clock = fakeClock();
  const id = createDeviceId(storage, 'web', clock);
  assert.match(id, /^web-[a-z0-9-]+$/);
  assert.ok(id.length <= 64);
  clock.jump(1_000);
  assert.equal(createDeviceId(storage, 'web', clock), id);
  assert.notEqual(createDeviceId(memoryStorage(), 'web', clock), id);
});

test('an installation that may store nothing still has an id', () => {
  const broken = { get() { throw new Error('no'); }, set() { throw new Error('no'); }, remove() {} };
  assert.match(createDeviceId(broken, 'web'), /^web-/);
});
