import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harness, room, settle } from './harness.js';

test('goes from idle over connecting to online', async () => {
  const h = harness();
  assert.equal(h.client.status.state, 'idle');
  const socket = await h.online();
  assert.deepEqual(h.states, ['connecting', 'online']);
  assert.equal(socket.url, 'wss://chat.test/ws');
  assert.deepEqual(socket.protocols, ['akkachat.v1']);
  const { id, ...connect } = socket.sent[0];
  assert.ok(id);
  assert.deepEqual(connect, {
    type: 'connect', token: 'token-1', deviceId: 'd-1', platform: 'web', background: false, cursors: {}, batch: true,
  });
});

test('a lost connection comes back after a drawn wait', async () => {
  const h = harness();
  await h.online();
  h.socket.close(1006);
  assert.equal(h.client.status.state, 'reconnecting');
  await h.clock.advance(249);
  assert.equal(h.sockets.length, 1);
  await h.clock.advance(1);
  assert.equal(h.sockets.length, 2);
  await h.welcome();
  assert.equal(h.client.status.state, 'online');
});

test('the back-off starts over only after connect was answered', async () => {
  const h = harness();
  h.clock.chance = 1;
  h.client.start();
  await settle();
  for (const wait of [500, 1000, 2000]) {
    const before = h.sockets.length;
    // Opening is not enough.
    h.socket.open();
    h.socket.close(1006);
    await h.clock.advance(wait - 1);
    assert.equal(h.sockets.length, before, `too early after ${wait}`);
    await h.clock.advance(1);
    assert.equal(h.sockets.length, before + 1);
  }
  await h.welcome();
  h.socket.close(1006);
  const before = h.sockets.length;
  await h.clock.advance(500);
  assert.equal(h.sockets.length, before + 1);
});

test('after several failures it counts as offline and goes on trying', async () => {
  const h = harness();
  h.client.start();
  await settle();
  for (let i = 0; i < 6; i++) {
    h.socket.close(1006);
    await h.clock.advance(8_000);
  }
  assert.deepEqual(h.states, ['connecting', 'reconnecting', 'offline']);
  assert.equal(h.sockets.length, 7);
});

for (const code of [1001, 4001, 4008, 4010, 4408, 4410, 4503, 1006, 1011, 4999]) {
  test(`close ${code} reconnects`, async () => {
    const h = harness();
    await h.online();
    h.socket.close(code);
    await h.clock.advance(500);
    assert.equal(h.sockets.length, 2);
  });
}

const stops = [[4400, 'badFrames'], [4403, 'banned'], [4409, 'replaced'], [4413, 'tooLarge'], [1000, 'takenOver']];
for (const [code, reason] of stops) {
  test(`close ${code} stops as ${reason} and never loops`, async () => {
    const h = harness();
    await h.online();
    h.socket.close(code);
    assert.deepEqual(h.client.status, { state: 'stopped', reason });
    h.client.wake();
    h.client.network(false);
    h.client.network(true);
    await h.clock.advance(24 * 3_600_000);
    assert.equal(h.sockets.length, 1);
    assert.equal(h.clock.pending, 0, 'nothing may be left to wake up');
    assert.deepEqual(h.client.status, { state: 'stopped', reason });
  });
}

test('a stopped client starts again only when told, and may then be stopped again', async () => {
  const h = harness();
  await h.online();
  h.socket.say({ type: 'bye', code: 4409, reason: 'replaced', reconnect: false, afterMs: 0 });
  h.socket.close(4409);
  assert.equal(h.client.status.reason, 'replaced');
  await h.online();
  assert.equal(h.client.status.state, 'online');
  h.socket.close(4409);
  await h.clock.advance(3_600_000);
  assert.equal(h.sockets.length, 2);
});

test('bye with a time is waited out', async () => {
  const h = harness();
  await h.online();
  h.socket.say({ type: 'bye', code: 4001, reason: 'shutting down', reconnect: true, afterMs: 3_700 });
  h.socket.close(4001);
  await h.clock.advance(3_699);
  assert.equal(h.sockets.length, 1);
  await h.clock.advance(1);
  assert.equal(h.sockets.length, 2);
});

test('bye that says stop is obeyed even when the close code is lost', async () => {
  const h = harness();
  await h.online();
  h.socket.say({ type: 'bye', code: 4409, reason: 'replaced', reconnect: false, afterMs: 0 });
  h.socket.close(1006);
  assert.deepEqual(h.client.status, { state: 'stopped', reason: 'replaced' });
});

test('bye with an unknown code and no way back stops', async () => {
  const h = harness();
  await h.online();
  h.socket.say({ type: 'bye', code: 4777, reason: 'moved', reconnect: false });
  h.socket.close(4777);
  assert.deepEqual(h.client.status, { state: 'stopped', reason: 'moved' });
});

test('wake while waiting tries at once, and only once', async () => {
  const h = harness();
  h.clock.chance = 1;
  await h.online();
  h.socket.close(1006);
  h.client.wake();
  h.client.wake();
  await settle();
  h.client.wake();
  await settle();
  assert.equal(h.sockets.length, 2);
});

test('without a network it says offline at once and comes back with it', async () => {
  const h = harness();
  await h.online();
  h.socket.close(1006);
  h.client.network(false);
  assert.equal(h.client.status.state, 'offline');
  h.client.network(true);
  await h.welcome();
  assert.deepEqual(h.states, ['connecting', 'online', 'reconnecting', 'offline', 'reconnecting', 'online']);
});

test('a socket that never opens and a connect that is never answered are given up', async () => {
  const h = harness();
  h.client.start();
  await settle();
  await h.clock.advance(10_000);
  assert.equal(h.client.status.state, 'reconnecting');
  await h.clock.advance(500);
  h.socket.open();
  await h.clock.advance(10_000);
  assert.ok(h.sockets[1].closed);
  assert.notEqual(h.client.status.state, 'online');
});

test('an earlier socket has no say any more', async () => {
  const h = harness();
  await h.online();
  h.client.wake();
  await h.clock.advance(5_250);
  await h.welcome();
  h.sockets[0].close(4409);
  h.sockets[0].say({ type: 'event', room: 'r-1', seq: 1, kind: 'message' });
  assert.equal(h.client.status.state, 'online');
});

test('a request without an answer times out, and the late answer is ignored', async () => {
  const h = harness();
  await h.online();
  const asked = assert.rejects(h.client.request('history', { room: 'r-1' }), { code: 'timeout', temporary: true });
  await h.clock.advance(10_000);
  await asked;
  await h.answer('history', { events: [] });
});

test('requests under way fail when the connection is lost', async () => {
  const h = harness();
  await h.online();
  const asked = assert.rejects(h.client.request('history', { room: 'r-1' }), { code: 'disconnected', temporary: true });
  h.socket.close(1006);
  await asked;
  await assert.rejects(h.client.request('history', {}), { code: 'offline' });
});

test('what a user asks while the connection is coming waits for it', async () => {
  const h = harness();
  h.client.start();
  const made = h.client.createRoom({ name: 'Plans' });
  await h.welcome();
  assert.equal(h.socket.last('room.create').name, 'Plans');
  await h.answer('room.create', { room: room({ id: 'r-7', name: 'Plans' }) });
  assert.equal((await made).id, 'r-7');
});

test('an answer is told from an event by its type: an event has an id of its own', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  const asked = h.client.request('room.get', { room: 'r-1' });
  const { id } = h.socket.last('room.get');
  h.socket.say({ type: 'event', room: 'r-1', seq: 1, kind: 'message', id, from: 'u-2', content: { kind: 'text', text: 'a' } });
  assert.equal(h.client.conversations.get('r-1').unread, 1);
  h.socket.say({ type: 'ok', id, room: room() });
  assert.equal((await asked).type, 'ok');
});

test('junk is skipped: no JSON, no object, no type, unknown types and fields', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  for (const junk of ['', '{', 'null', '[]', '7', '"x"', '{}', '{"type":5}', '{"type":"event"}', '{"type":"gap"}',
    '{"type":"room"}', '{"type":"room","room":7}', '{"type":"read"}', '{"type":"surprise","x":{"y":1}}',
    '{"type":"event","room":"r-1","seq":"1","kind":"message"}', '{"type":"event","room":"r-1","seq":-4,"kind":"a"}',
    '{"type":"error","code":5}', '{"type":"ok","id":99}', '{"type":"event","room":"r-1","seq":1,"kind":"future","x":1}',
    '{"type":"event","room":"__proto__","seq":1,"kind":"message"}', '{"type":"bye"}']) {
    h.socket.raw(junk);
  }
  await settle();
  assert.equal(h.client.status.state, 'online');
  assert.equal(h.client.conversations.get('r-1').lastSeq, 1);
});

test('a frame longer than the server takes is refused here, not sent', async () => {
  const h = harness();
  await h.online();
  await assert.rejects(h.client.request('send', { text: '长'.repeat(30_000) }), { code: 'too_large', temporary: false });
  assert.equal(h.socket.of('send').length, 0);
});

test('hiding the app is told once now and again at the next connect', async () => {
  const h = harness();
  await h.online();
  h.client.setBackground(true);
  assert.equal(h.socket.last('background').on, true);
  h.socket.close(1006);
  await h.clock.advance(500);
  h.socket.open();
  assert.equal(h.socket.last('connect').background, true);
});

test('a wait that the server asked for is kept, whoever comes to the foreground', async () => {
  const h = harness();
  await h.online();
  h.socket.say({ type: 'bye', code: 4503, reason: 'overloaded', reconnect: true, afterMs: 8_000 });
  h.socket.close(4503);
  h.client.wake();
  h.client.network(false);
  h.client.network(true);
  await h.clock.advance(7_999);
  assert.equal(h.sockets.length, 1);
  await h.clock.advance(1);
  assert.equal(h.sockets.length, 2);
});

test('a bye whose close is lost counts', async () => {
  const h = harness();
  await h.online();
  h.socket.say({ type: 'bye', code: 4409, reason: 'replaced', reconnect: false, afterMs: 0 });
  await h.clock.advance(2_000);
  assert.deepEqual(h.client.status, { state: 'stopped', reason: 'replaced' });
  assert.ok(h.socket.closed);
});

test('another network while dialing is dialed by at once', async () => {
  const h = harness();
  h.client.start();
  await settle();
  assert.equal(h.sockets.length, 1);
  h.client.network(true);
  await settle();
  assert.equal(h.sockets.length, 2);
  assert.ok(h.sockets[0].closed);
  await h.welcome();
  assert.equal(h.client.status.state, 'online');
});

test('waits are drawn evenly from nothing up to a limit that doubles to 30 s', async () => {
  const h = harness();
  h.clock.chance = 1;
  h.client.start();
  await settle();
  const waits = [];
  for (let i = 0; i < 10; i++) {
    const before = h.sockets.length;
    h.socket.close(1006);
    const at = h.clock.now();
    while (h.sockets.length === before) {
      await h.clock.advance(500);
    }
    waits.push(h.clock.now() - at);
  }
  assert.deepEqual(waits, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000]);
  h.clock.chance = 0.0001;
  const before = h.sockets.length;
  h.socket.close(1006);
  await h.clock.advance(5);
  assert.equal(h.sockets.length, before + 1, 'full jitter: it may be at once');
});
