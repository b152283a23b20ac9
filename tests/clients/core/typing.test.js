import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harness, message, room } from './harness.js';

const types = (user, fields) => ({ type: 'typing', room: 'r-1', user, ...fields });

async function online() {
  const h = harness();
  await h.online({ rooms: [room(), room({ id: 'r-2' })], heartbeatMs: 3_600_000 });
  const changes = [];
  h.client.on('typing', (id) => changes.push(id));
  return { ...h, changes, socket: h.socket };
}

test('many keys make one frame in three seconds, for each room', async () => {
  const h = await online();
  for (let i = 0; i < 10; i++) {
    h.client.setTyping('r-1');
    await h.clock.advance(299);
  }
  assert.deepEqual(h.socket.of('typing'), [{ type: 'typing', room: 'r-1' }]);
  h.client.setTyping('r-2');
  await h.clock.advance(10);
  h.client.setTyping('r-1');
  assert.deepEqual(h.socket.of('typing').map((frame) => frame.room), ['r-1', 'r-2', 'r-1']);
});

test('nothing is told while offline', async () => {
  const h = await online();
  h.socket.close(1006);
  h.client.setTyping('r-1');
  assert.equal(h.socket.of('typing').length, 0);
});

test('somebody is shown as typing for six seconds after the last frame', async () => {
  const h = await online();
  h.socket.say(types('u-2'));
  assert.deepEqual(h.client.typing('r-1'), ['u-2']);
  await h.clock.advance(4_000);
  h.socket.say(types('u-2'), types('u-3'));
  assert.deepEqual(h.client.typing('r-1'), ['u-2', 'u-3']);
  await h.clock.advance(5_999);
  assert.deepEqual(h.client.typing('r-1'), ['u-2', 'u-3']);
  await h.clock.advance(1);
  assert.deepEqual(h.client.typing('r-1'), []);
  assert.deepEqual(h.changes, ['r-1', 'r-1', 'r-1', 'r-1'], 'two came and two went');
});

test('a message ends its author’s typing, and only theirs', async () => {
  const h = await online();
  h.socket.say(types('u-2'), types('u-3'), message(1, { from: 'u-2' }));
  assert.deepEqual(h.client.typing('r-1'), ['u-3']);
  h.socket.say({ type: 'event', room: 'r-1', seq: 2, kind: 'member', from: 'u-9', time: 1, change: 'removed', user: 'u-3' });
  assert.deepEqual(h.client.typing('r-1'), []);
});

test('one’s own typing on another device is not shown', async () => {
  const h = await online();
  h.socket.say(types('u-1'));
  assert.deepEqual(h.client.typing('r-1'), []);
});

test('a loss ends all typing', async () => {
  const h = await online();
  h.socket.say(types('u-2'), types('u-3', { room: 'r-2' }));
  h.socket.close(1006);
  assert.deepEqual([h.client.typing('r-1'), h.client.typing('r-2')], [[], []]);
});
