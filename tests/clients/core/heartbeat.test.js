import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harness } from './harness.js';

test('wake while online probes, and a silent socket is given up within seconds', async () => {
  const h = harness();
  await h.online();
  h.client.wake();
  assert.equal(h.socket.of('ping').length, 1);
  await h.clock.advance(5_000);
  assert.equal(h.client.status.state, 'reconnecting');
  assert.ok(h.sockets[0].closed);
});

test('wake while online keeps a socket that answers', async () => {
  const h = harness();
  await h.online();
  h.client.wake();
  h.socket.say({ type: 'pong', t: 1 });
  await h.clock.advance(20_000);
  assert.equal(h.sockets.length, 1);
  assert.equal(h.client.status.state, 'online');
});

test('a ping is answered with its own fields', async () => {
  const h = harness();
  await h.online();
  h.socket.say({ type: 'ping', id: 'p-1', t: 42 });
  assert.deepEqual(h.socket.last('pong'), { type: 'pong', id: 'p-1', t: 42 });
});

test('silence is broken by a ping, and twice the heartbeat without a frame is death', async () => {
  const h = harness();
  await h.online();
  await h.clock.advance(24_000);
  assert.equal(h.socket.of('ping').length, 0);
  await h.clock.advance(2_000);
  assert.ok(h.socket.of('ping').length >= 1);
  await h.clock.advance(23_000);
  assert.equal(h.client.status.state, 'online');
  await h.clock.advance(3_000);
  assert.notEqual(h.client.status.state, 'online');
});

test('any frame is life', async () => {
  const h = harness();
  await h.online();
  for (let i = 0; i < 20; i++) {
    await h.clock.advance(20_000);
    h.socket.say({ type: 'typing', room: 'r-1', user: 'u-2' });
  }
  assert.equal(h.sockets.length, 1);
});

test('a machine that slept asks first before it calls the socket dead', async () => {
  const h = harness();
  await h.online();
  h.clock.jump(600_000);
  await h.clock.advance(1);
  assert.equal(h.client.status.state, 'online');
  assert.ok(h.socket.of('ping').length >= 1);
  h.socket.say({ type: 'pong' });
  await h.clock.advance(20_000);
  assert.equal(h.client.status.state, 'online');
});

test('a socket that still brings frames but takes none is found dead by an answer that fails to come', async () => {
  const h = harness();
  await h.online();
  const late = assert.rejects(h.client.request('history', { room: 'r-1' }), { code: 'timeout' });
  const chatter = async (ms) => {
    for (let passed = 0; passed < ms; passed += 1_000) {
      h.socket.say({ type: 'typing', room: 'r-1', user: 'u-2' });
      await h.clock.advance(1_000);
    }
  };
  await chatter(10_000);
  await late;
  assert.equal(h.socket.of('ping').length, 1);
  assert.equal(h.client.status.state, 'online');
  await chatter(5_000);
  assert.ok(h.sockets[0].closed);
  assert.notEqual(h.client.status.state, 'stopped');
});

test('an answer that is late on a socket that lives costs no connection', async () => {
  const h = harness();
  await h.online();
  const late = assert.rejects(h.client.request('history', { room: 'r-1' }), { code: 'timeout' });
  await h.clock.advance(10_000);
  await late;
  h.socket.say({ type: 'pong', t: 1 });
  await h.clock.advance(6_000);
  assert.equal(h.sockets.length, 1);
});
