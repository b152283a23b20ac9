import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harness } from './harness.js';

const states = (...users) => ({ states: users.map((user) => ({ user, state: 'online', lastSeen: null })) });

async function online() {
  const h = harness();
  await h.online({ heartbeatMs: 3_600_000 });
  return h;
}

test('what is drawn together is watched with one request', async () => {
  const h = await online();
  h.client.watchPresence(['u-2', 'u-3']);
  h.client.watchPresence(['u-4', 'u-2']);
  await h.clock.advance(100);
  assert.deepEqual(h.socket.of('presence').map(({ users }) => users), [['u-3', 'u-4', 'u-2']]);
  assert.equal(h.client.presence('u-2'), null, 'not known yet');
  const changes = [];
  h.client.on('presence', (user) => changes.push(user));
  await h.answer('presence', states('u-2', 'u-3', 'u-4'));
  assert.deepEqual(changes, ['u-2', 'u-3', 'u-4']);
  assert.deepEqual(h.client.presence('u-2'), { state: 'online', lastSeen: null });
});

test('somebody is watched until the last one looks away', async () => {
  const h = await online();
  const one = h.client.watchPresence(['u-2']);
  const other = h.client.watchPresence(['u-2']);
  await h.clock.advance(100);
  await h.answer('presence', states('u-2'));
  one();
  one();
  await h.clock.advance(100);
  assert.equal(h.client.presence('u-2').state, 'online');
  other();
  await h.clock.advance(100);
  assert.equal(h.client.presence('u-2'), null);
  assert.deepEqual(h.socket.last('presence').users, []);
  h.socket.say({ type: 'presence', user: 'u-2', state: 'offline', lastSeen: 5 });
  assert.equal(h.client.presence('u-2'), null, 'nobody looks');
});

test('the newest 200 are watched', async () => {
  const h = await online();
  h.client.watchPresence(Array.from({ length: 150 }, (_, i) => `old-${i}`));
  h.client.watchPresence(Array.from({ length: 100 }, (_, i) => `new-${i}`));
  await h.clock.advance(100);
  const { users } = h.socket.last('presence');
  assert.equal(users.length, 200);
  assert.ok(users.includes('new-0') && users.includes('old-149') && !users.includes('old-49'));
});

test('the next session watches the same people', async () => {
  const h = await online();
  h.client.watchPresence(['u-2']);
  await h.clock.advance(100);
  await h.answer('presence', states('u-2'));
  h.socket.close(1006);
  await h.clock.advance(500);
  await h.welcome();
  assert.deepEqual(h.socket.of('presence').map(({ users }) => users), [['u-2']]);
});

test('a refusal for now is asked again', async () => {
  const h = await online();
  h.client.watchPresence(['u-2']);
  await h.clock.advance(100);
  await h.refuse('presence', 'rate_limited', { temporary: true });
  await h.clock.advance(5_000);
  assert.equal(h.socket.of('presence').length, 2);
});

test('junk about presence is passed over', async () => {
  const h = await online();
  h.client.watchPresence(['u-2']);
  await h.clock.advance(100);
  await h.answer('presence', { states: [null, 5, { user: 'u-2', state: 'dancing' }, { user: 7, state: 'online' }] });
  assert.equal(h.client.presence('u-2'), null);
});
