import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harness, message, room, settle } from './harness.js';

const text = (value) => ({ kind: 'text', text: value });
const states = (h, id = 'r-1') => h.client.view(id).rows.map((row) => `${row.content.text}:${row.state}`);

test('a message shows at once as sending, then as sent under the same key', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  await h.openRoom([]);
  h.client.send('r-1', text('hi'));
  assert.deepEqual(states(h), ['hi:sending']);
  const { key } = h.client.view('r-1').rows[0];
  const { clientMsgId, ...sent } = h.socket.last('send');
  assert.deepEqual(sent, { type: 'send', id: sent.id, room: 'r-1', content: text('hi') });
  await h.ack({ seq: 1 });
  assert.deepEqual(states(h), ['hi:sent']);
  h.socket.say(message(1, { from: 'u-1', clientMsgId, content: text('hi') }));
  assert.deepEqual(states(h), ['hi:sent']);
  assert.equal(h.client.view('r-1').rows[0].key, key);
  assert.equal(h.client.view('r-1').rows[0].seq, 1);
});

test('the event may come before the ack', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  await h.openRoom([]);
  h.client.send('r-1', text('hi'));
  h.socket.say(message(1, { from: 'u-1', clientMsgId: h.socket.last('send').clientMsgId, content: text('hi') }));
  assert.deepEqual(states(h), ['hi:sent']);
  await h.ack({ seq: 1 });
  assert.deepEqual(states(h), ['hi:sent']);
  assert.equal(h.storage.get('outbox:u-1'), null);
});

test('one room sends one at a time, in the order written; rooms do not wait for each other', async () => {
  const h = harness();
  await h.online({ rooms: [room(), room({ id: 'r-2' })] });
  h.client.send('r-1', text('one'));
  h.client.send('r-1', text('two'));
  h.client.send('r-2', text('other'));
  assert.deepEqual(h.socket.of('send').map((frame) => frame.content.text), ['one', 'other']);
  h.socket.say({ type: 'ack', id: h.socket.of('send')[0].id, room: 'r-1', seq: 1 });
  await settle();
  assert.equal(h.socket.last('send').content.text, 'two');
});

test('written offline, sent with the next session, under the same key', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  await h.openRoom([]);
  h.socket.close(1006);
  h.client.send('r-1', text('one'));
  h.client.send('r-1', text('two'));
  assert.deepEqual(states(h), ['one:sending', 'two:sending']);
  await h.clock.advance(500);
  await h.welcome({ rooms: [room()] });
  assert.equal(h.socket.last('send').content.text, 'one');
  await h.ack({ seq: 1 });
  assert.equal(h.socket.last('send').content.text, 'two');
});

test('a send whose answer was lost is sent again with the same clientMsgId', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  h.client.send('r-1', text('hi'));
  const first = h.socket.last('send');
  h.socket.close(1006);
  await h.clock.advance(500);
  await h.welcome({ rooms: [room()] });
  const again = h.socket.last('send');
  assert.equal(again.clientMsgId, first.clientMsgId);
  assert.deepEqual(again.content, first.content);
  await h.ack({ seq: 1, duplicate: true });
  assert.equal(h.storage.get('outbox:u-1'), null);
});

test('a temporary refusal is tried again after the time the server gave, in order', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  await h.openRoom([]);
  h.client.send('r-1', text('one'));
  h.client.send('r-1', text('two'));
  const { clientMsgId } = h.socket.last('send');
  await h.refuse('send', 'unavailable', { temporary: true, retryAfterMs: 5_000 });
  assert.deepEqual(states(h), ['one:sending', 'two:sending']);
  await h.clock.advance(4_999);
  assert.equal(h.socket.of('send').length, 1, 'two must not overtake one');
  await h.clock.advance(1);
  assert.equal(h.socket.last('send').clientMsgId, clientMsgId);
});

test('a send without an answer is tried again', async () => {
  const h = harness();
  await h.online({ rooms: [room()], heartbeatMs: 3_600_000 });
  h.client.send('r-1', text('hi'));
  await h.clock.advance(13_000);
  assert.equal(h.socket.of('send').length, 2);
  assert.equal(new Set(h.socket.of('send').map((frame) => frame.clientMsgId)).size, 1);
});

test('a final refusal marks the message as failed, with its code, and the next one goes on', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  await h.openRoom([]);
  h.client.send('r-1', text('bad'));
  h.client.send('r-1', text('good'));
  await h.refuse('send', 'content_rejected');
  assert.deepEqual(states(h), ['bad:failed', 'good:sending']);
  assert.equal(h.client.view('r-1').rows[0].code, 'content_rejected');
  assert.equal(h.socket.last('send').content.text, 'good');
});

test('a failed message is tried again or given up when its author says so', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  await h.openRoom([]);
  const id = h.client.send('r-1', text('hi'));
  await h.refuse('send', 'muted');
  h.client.resend(id);
  assert.deepEqual(states(h), ['hi:sending']);
  assert.equal(h.socket.of('send').length, 2);
  assert.equal(h.socket.last('send').clientMsgId, id);
  await h.refuse('send', 'muted');
  h.client.discard(id);
  assert.deepEqual(states(h), []);
  assert.equal(h.storage.get('outbox:u-1'), null);
});

test('what was on its way survives a reload; what had failed stays failed', async () => {
  const before = harness();
  await before.online({ rooms: [room()] });
  before.client.send('r-1', text('bad'));
  await before.refuse('send', 'muted');
  const id = before.client.send('r-1', text('hi'));
  const after = harness({ storage: before.storage });
  await after.online({ rooms: [room()] });
  await after.openRoom([]);
  assert.deepEqual(states(after), ['bad:failed', 'hi:sending']);
  assert.equal(after.socket.last('send').clientMsgId, id);
  await after.ack({ seq: 1 });
  assert.equal(JSON.parse(after.storage.get('outbox:u-1')).length, 1);
});

test('two tabs do not wipe each other’s unsent messages from storage', async () => {
  const one = harness();
  const two = harness({ storage: one.storage, deviceId: 'd-2' });
  one.client.send('r-1', text('from one'));
  two.client.send('r-1', text('from two'));
  assert.equal(JSON.parse(one.storage.get('outbox:u-1')).length, 2);
});

test('a storage that refuses costs nothing but persistence', async () => {
  const broken = { get: () => { throw new Error('no'); }, set: () => { throw new Error('full'); }, remove() {} };
  const h = harness({ storage: broken, signedIn: false });
  h.http.replies.push([200, { token: 't', expiresAt: h.clock.now() + 1e6, refreshToken: 'r', user: { id: 'u-1', name: 'Ann' } }]);
  await h.client.signIn('guest', { name: 'Ann' });
  await h.welcome({ rooms: [room()] });
  h.client.send('r-1', text('hi'));
  assert.equal(h.socket.of('send').length, 1);
});

test('one’s own event is as good as the ack: the next message does not wait for it', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  await h.openRoom([]);
  const one = h.client.send('r-1', text('one'));
  h.client.send('r-1', text('two'));
  h.socket.say(message(1, { from: 'u-1', clientMsgId: one, content: text('one') }));
  assert.deepEqual(states(h), ['one:sent', 'two:sending']);
  assert.equal(h.socket.last('send').content.text, 'two');
  // The answer to the first was lost; that it times out must not hold up or repeat anything.
  await h.ack({ seq: 2 });
  await h.clock.advance(20_000);
  assert.equal(h.sockets.flatMap((socket) => socket.of('send')).length, 2);
  assert.equal(h.storage.get('outbox:u-1'), null);
});

test('a message that a page shows is not sent again', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  const id = h.client.send('r-1', text('hi'));
  h.socket.close(1006);
  h.client.openRoom('r-1');
  await h.clock.advance(500);
  await h.welcome({ rooms: [room({ lastSeq: 1 })] });
  await h.answer('history', { events: [message(1, { from: 'u-1', clientMsgId: id, content: text('hi') })], more: false });
  assert.deepEqual(states(h), ['hi:sent']);
  assert.equal(h.storage.get('outbox:u-1'), null);
});

test('the lines of what is on its way are the same objects until they change', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  await h.openRoom([]);
  h.client.send('r-1', text('one'));
  const [row] = h.client.view('r-1').rows;
  assert.equal(h.client.view('r-1').rows[0], row);
  await h.refuse('send', 'muted');
  assert.notEqual(h.client.view('r-1').rows[0], row);
});

/** A storage that throws beyond so many characters a key, as a mini program's does. */
function smallStorage(most) {
  const map = new Map();
  return {
    get: (key) => map.get(key) ?? null,
    set(key, value) {
      if (value.length > most) {
        throw new Error('exceed storage max size');
      }
      map.set(key, value);
    },
    remove: (key) => void map.delete(key),
  };
}

test('what does not fit into storage stays in memory, is sent, and comes into storage when there is room', async () => {
  const h = harness({ storage: smallStorage(2_000) });
  await h.online({ rooms: [room()] });
  await h.openRoom([]);
  for (let i = 0; i < 20; i++) {
    h.client.send('r-1', text(`${i} ${'x'.repeat(300)}`));
  }
  assert.equal(h.client.view('r-1').rows.length, 20);
  const kept = () => JSON.parse(h.storage.get('outbox:u-1') ?? '[]').map((item) => Number.parseInt(item.content.text));
  assert.ok(kept().length >= 1 && kept().length < 20);
  assert.deepEqual(kept()[0], 0, 'the oldest, so that a restart keeps the order');
  for (let i = 0; i < 20; i++) {
    assert.equal(Number.parseInt(h.socket.last('send').content.text), i);
    await h.ack({ seq: i + 1 });
    assert.ok(i === 19 || kept().includes(i + 1), 'what is next is kept');
  }
  assert.equal(h.storage.get('outbox:u-1'), null);
});

test('the outbox takes no more of the storage than its part', async () => {
  const h = harness();
  h.client.start();
  for (let i = 0; i < 60; i++) {
    h.client.send('r-1', text('长'.repeat(5_000)));
  }
  // A mini program keeps 1 MB under one key, and a character may take three bytes.
  assert.ok(Buffer.byteLength(h.storage.get('outbox:u-1')) < 1_000_000);
});
