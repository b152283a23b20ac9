import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { createChatClient } from '../../../src/clients/core/src/index.js';
import { wxFetch, wxLifecycle, wxStorage, wxTransport, wxUpload } from '../../../src/clients/core/src/transports/wx.js';
import { fakeClock, session, settle } from './harness.js';
import { wxHost } from './wx-host.js';

/** Real sockets and HTTP, whose other end the test speaks for. */
const http = createServer(async (request, response) => {
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
  }
  const { status, body } = answers.shift() ?? { status: 404, body: 'none' };
  asked.push({ method: request.method, url: request.url, headers: request.headers, size });
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
});
const sockets = new WebSocketServer({ server: http, handleProtocols: () => 'akkachat.v1' });
const answers = [];
const asked = [];
let base = '';

before(async () => {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  base = `127.0.0.1:${http.address().port}`;
});
after(() => {
  sockets.clients.forEach((socket) => socket.terminate());
  http.closeAllConnections();
  http.close();
});

/** Opens a socket through the transport and takes what it tells. */
async function dial(host, transport = wxTransport(host.wx)) {
  const arrived = once(sockets, 'connection');
  const told = { texts: [], closes: [] };
  let heard = () => {};
  const next = () => new Promise((resolve) => { heard = resolve; });
  const opened = new Promise((resolve) => {
    told.socket = transport(`ws://${base}/ws`, ['akkachat.v1'], {
      onOpen: () => resolve(null),
      onText: (text) => { told.texts.push(text); heard(); },
      onClose: (code, reason) => { told.closes.push([code, reason]); heard(); },
    });
  });
  const [server] = await arrived;
  await opened;
  return { ...told, server, next, transport };
}

test('texts go both ways, over the subprotocol asked for', async () => {
  const host = wxHost();
  const one = await dial(host);
  assert.deepEqual(host.tasks[0].options.protocols, ['akkachat.v1']);
  const arrived = once(one.server, 'message');
  one.socket.send('你好');
  assert.equal(String((await arrived)[0]), '你好');
  const heard = one.next();
  one.server.send('{"type":"ping"}');
  await heard;
  assert.deepEqual(one.texts, ['{"type":"ping"}']);
  one.socket.close();
});

test('a close with 1000 of the platform is a loss, one of the server with its words is a takeover', async () => {
  for (const [reason, code] of [['interrupted', 1006], ['', 1006], ['normal closure', 1006], ['taken over', 1000]]) {
    const one = await dial(wxHost());
    const heard = one.next();
    one.server.close(1000, reason);
    await heard;
    assert.deepEqual(one.closes, [[code, reason]]);
  }
});

test('the server’s own codes come through', async () => {
  const one = await dial(wxHost());
  const heard = one.next();
  one.server.close(4409, 'replaced');
  await heard;
  assert.deepEqual(one.closes, [[4409, 'replaced']]);
});

test('there is one socket at most, and an earlier one says nothing more', async () => {
  const host = wxHost();
  const one = await dial(host);
  const gone = once(one.server, 'close');
  await dial(host, one.transport);
  await gone;
  await settle();
  assert.equal(host.tasks.filter((task) => task.open).length, 1);
  assert.deepEqual(one.closes, []);
});

test('a dead task is not closed again', async () => {
  const host = wxHost();
  const one = await dial(host);
  host.tasks[0].drop(1006, 'abnormal closure');
  one.socket.close();
  assert.equal(host.tasks[0].closes, 0);
  assert.deepEqual(one.closes, [[1006, 'abnormal closure']]);
});

test('a socket that cannot be had is a loss, and so is one that does not take a text', async () => {
  const host = wxHost();
  for (let i = 0; i < 5; i++) {
    const arrived = once(sockets, 'connection');
    host.wx.connectSocket({ url: `ws://${base}/ws`, protocols: ['akkachat.v1'] });
    await arrived;
  }
  const codes = [];
  wxTransport(host.wx)(`ws://${base}/ws`, ['akkachat.v1'], { onOpen() {}, onText() {}, onClose: (code) => codes.push(code) });
  await settle();
  assert.deepEqual(codes, [1006]);

  const one = await dial(wxHost());
  one.server.terminate();
  await one.next();
  one.socket.send('late');
  assert.deepEqual(one.closes.map(([code]) => code), [1006]);
});

test('storage keeps, forgets and knows its own keys only', () => {
  const { wx, storage } = wxHost();
  const kept = wxStorage(wx);
  assert.equal(kept.get('session'), null);
  kept.set('session', '{}');
  assert.equal(kept.get('session'), '{}');
  assert.deepEqual([...storage.keys()], ['akkachat.session']);
  kept.remove('session');
  assert.equal(kept.get('session'), null);
  assert.throws(() => kept.set('big', 'x'.repeat(2_000_000)));
});

test('any status is an answer, and its JSON is read whatever its type is called', async () => {
  const fetch = wxFetch(wxHost().wx);
  answers.push({ status: 403, body: { code: 'forbidden' } });
  const reply = await fetch(`http://${base}/api/v1/auth/guest`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"Ann"}',
  });
  assert.deepEqual([reply.status, await reply.json()], [403, { code: 'forbidden' }]);
  assert.deepEqual([asked.at(-1).method, asked.at(-1).size, asked.at(-1).headers['content-type']], ['POST', 14, 'application/json']);
  await assert.rejects(fetch('http://127.0.0.1:1/none', { method: 'GET', headers: {} }));
});

test('a file goes by its path, with progress, and can be given up', async () => {
  const host = wxHost();
  host.wx.files.set('wxfile://tmp/cat.png', new Uint8Array(1_000));
  const seen = [];
  const file = {
    url: `http://${base}/api/v1/media`, headers: { authorization: 'Bearer t' }, body: 'wxfile://tmp/cat.png', name: 'cat.png', mime: 'image/png',
    onProgress: (sent, total) => seen.push([sent, total]),
  };
  answers.push({ status: 200, body: { url: '/media/a' } });
  const reply = await wxUpload(host.wx)(file).reply;
  assert.deepEqual([reply.status, await reply.json()], [200, { url: '/media/a' }]);
  assert.deepEqual(seen, [[5, 10], [10, 10]]);
  assert.equal(asked.at(-1).headers.authorization, 'Bearer t');
  assert.ok(asked.at(-1).size > 1_000);

  const other = wxUpload(host.wx)(file);
  other.abort();
  await assert.rejects(other.reply);
});

/** A client in a mini program on a clock that the test owns. */
async function program() {
  const host = wxHost();
  const clock = fakeClock();
  const storage = wxStorage(host.wx);
  storage.set('session', JSON.stringify(session(clock)));
  const client = createChatClient({
    baseUrl: `http://${base}`, socketUrl: `ws://${base}/ws`, transport: wxTransport(host.wx), storage, fetch: wxFetch(host.wx),
    upload: wxUpload(host.wx), deviceId: 'd-1', platform: 'miniprogram', clock,
  });
  wxLifecycle(host.wx, client);
  const welcome = async () => {
    const [server] = await once(sockets, 'connection');
    const [data] = await once(server, 'message');
    const connect = JSON.parse(data);
    server.send(JSON.stringify({ type: 'ok', id: connect.id, rooms: [], serverTime: clock.now(), heartbeatMs: 25_000 }));
    if (client.status.state !== 'online') {
      await new Promise((resolve) => client.on('status', ({ state }) => state === 'online' && resolve(null)));
    }
    return { server, connect };
  };
  return { host, clock, client, welcome };
}

test('a program that comes back from the background connects at once, however the platform closed its socket', async () => {
  const { host, clock, client, welcome } = await program();
  client.start();
  await welcome();
  host.hide();
  host.tasks.at(-1).drop(1000, 'interrupted');
  assert.equal(client.status.state, 'reconnecting');
  const back = welcome();
  host.show();
  const { connect } = await back;
  assert.equal(connect.background, false);
  assert.equal(clock.now(), 1_790_000_000_000, 'no wait');
  client.stop();
});

test('another network is used at once', async () => {
  const { host, client, welcome } = await program();
  client.start();
  await welcome();
  host.tasks.at(-1).drop(1006, '');
  host.network({ isConnected: false, networkType: 'none' });
  assert.equal(client.status.state, 'offline');
  const back = welcome();
  host.network({ isConnected: true, networkType: '4g' });
  await back;
  assert.equal(client.status.state, 'online');
  client.stop();
});

test('a program that was replaced stays away when it is shown again', async () => {
  const { host, client, welcome } = await program();
  client.start();
  const { server } = await welcome();
  server.close(4409, 'replaced');
  await new Promise((resolve) => client.on('status', ({ state }) => state === 'stopped' && resolve(null)));
  host.hide();
  host.show();
  host.network({ isConnected: true, networkType: 'wifi' });
  await settle();
  assert.equal(host.tasks.length, 1);
});
