import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harness, me, session, settle } from './harness.js';

test('a guest signs in and connects with the token', async () => {
  const h = harness({ signedIn: false });
  assert.equal(h.client.me, null);
  h.http.replies.push([200, session(h.clock)]);
  await h.client.signIn('guest', { name: 'Ann' });
  await h.welcome();
  assert.deepEqual(h.http.calls, [{ url: '/api/v1/auth/guest', body: { name: 'Ann' } }]);
  assert.equal(h.client.me.name, 'Ann');
  assert.equal(h.socket.last('connect').token, 'token-1');
  assert.equal(JSON.parse(h.storage.get('session')).refreshToken, 'refresh-1');
});

test('a refused sign-in says why and changes nothing', async () => {
  const h = harness({ signedIn: false });
  h.http.replies.push([403, { code: 'forbidden', detail: 'no guests' }]);
  await assert.rejects(h.client.signIn('guest', { name: 'Ann' }), { code: 'forbidden', temporary: false });
  h.http.replies.push(new TypeError('fetch failed'));
  await assert.rejects(h.client.signIn('guest', { name: 'Ann' }), { code: 'network', temporary: true });
  assert.equal(h.client.me, null);
  assert.equal(h.client.status.state, 'idle');
});

test('the token is renewed before it runs out, over HTTP and then in the session', async () => {
  const h = harness();
  await h.online({ tokenExpiresAt: h.clock.now() + 600_000, heartbeatMs: 3_600_000 });
  await h.clock.advance(539_000);
  assert.equal(h.http.calls.length, 0);
  h.http.replies.push([200, session(h.clock, 2, 600_000)]);
  await h.clock.advance(1_500);
  assert.deepEqual(h.http.calls, [{ url: '/api/v1/auth/refresh', body: { refreshToken: 'refresh-1' } }]);
  assert.equal(h.socket.last('token').token, 'token-2');
  await h.answer('token', {});
  assert.equal(JSON.parse(h.storage.get('session')).token, 'token-2');
  h.http.replies.push([200, session(h.clock, 3, 600_000)]);
  await h.clock.advance(540_000);
  assert.equal(h.http.calls.length, 2, 'and so on');
});

test('a renewal that fails for now is tried again', async () => {
  const h = harness();
  await h.online({ tokenExpiresAt: h.clock.now() + 600_000, heartbeatMs: 3_600_000 });
  h.http.replies.push(new TypeError('down'), [503, {}], [200, session(h.clock, 2, 1_200_000)]);
  await h.clock.advance(565_000);
  await h.answer('token', {});
  await h.clock.advance(60_000);
  assert.equal(h.http.calls.length, 3);
  assert.equal(h.socket.last('token').token, 'token-2');
});

test('an expired token is renewed before connecting', async () => {
  const h = harness({ lifeMs: 1_000 });
  h.http.replies.push([200, session(h.clock, 2)]);
  h.client.start();
  await h.welcome();
  assert.equal(h.socket.last('connect').token, 'token-2');
});

test('4401 renews once and comes back with the new token', async () => {
  const h = harness();
  await h.online();
  h.http.replies.push([200, session(h.clock, 2)]);
  h.socket.say({ type: 'bye', code: 4401, reason: 'token_expired', reconnect: false, afterMs: 0 });
  h.socket.close(4401);
  await h.clock.advance(500);
  await h.welcome();
  assert.equal(h.socket.last('connect').token, 'token-2');
  assert.equal(h.client.status.state, 'online');
});

test('4401 again with the new token stops for good', async () => {
  const h = harness();
  await h.online();
  h.http.replies.push([200, session(h.clock, 2)]);
  h.socket.close(4401);
  await h.clock.advance(500);
  h.socket.open();
  h.socket.close(4401);
  assert.deepEqual(h.client.status, { state: 'stopped', reason: 'unauthorized' });
  await h.clock.advance(3_600_000);
  assert.equal(h.sockets.length, 2);
  assert.equal(h.http.calls.length, 1);
});

test('a refused connect is treated by its code', async () => {
  for (const [code, temporary, state] of [['banned', false, 'stopped'], ['unavailable', true, 'reconnecting'],
    ['too_large', false, 'stopped']]) {
    const h = harness();
    h.client.start();
    await settle();
    h.socket.open();
    await h.refuse('connect', code, { temporary, retryAfterMs: 2_000 });
    assert.equal(h.client.status.state, state, code);
    await h.clock.advance(1_999);
    assert.equal(h.sockets.length, 1);
  }
});

test('a connect that came twice is answered twice, the refusal first', async () => {
  const h = harness();
  h.client.start();
  await settle();
  h.socket.open();
  await h.refuse('connect', 'bad_frame');
  assert.equal(h.client.status.state, 'connecting');
  h.socket.say(h.welcomeFrame());
  assert.equal(h.client.status.state, 'online');
});

test('a connect that the server can not read is said on the next sockets, five times in all', async () => {
  const h = harness();
  h.client.start();
  await settle();
  for (let dials = 1; dials < 5; dials++) {
    assert.equal(h.sockets.length, dials);
    h.socket.open();
    await h.refuse('connect', 'bad_frame');
    assert.notEqual(h.client.status.state, 'stopped');
    for (let waited = 0; waited < 40_000 && h.sockets.length === dials; waited += 100) {
      await h.clock.advance(100);
    }
  }
  h.socket.open();
  await h.refuse('connect', 'bad_frame');
  assert.deepEqual(h.client.status, { state: 'stopped', reason: 'bad_frame' });
});

test('a refused refresh token ends the session instead of looping', async () => {
  const h = harness();
  await h.online();
  h.http.replies.push([401, { code: 'unauthorized' }]);
  h.socket.close(4401);
  await h.clock.advance(3_600_000);
  assert.deepEqual(h.client.status, { state: 'stopped', reason: 'unauthorized' });
  assert.equal(h.http.calls.length, 1);
});

test('an unreachable refresh is tried again with the back-off', async () => {
  const h = harness({ lifeMs: 0.5 });
  h.http.replies.push(new TypeError('down'), [502, null], [200, session(h.clock, 2)]);
  h.client.start();
  await h.clock.advance(5_000);
  assert.equal(h.http.calls.length, 3);
  assert.equal(h.sockets.length, 1);
});

test('a token that another tab renewed is taken over, not renewed again', async () => {
  const h = harness();
  await h.online();
  h.storage.set('session', JSON.stringify(session(h.clock, 9)));
  h.socket.close(4401);
  await h.clock.advance(500);
  await h.welcome();
  assert.equal(h.socket.last('connect').token, 'token-9');
  assert.equal(h.http.calls.length, 0);
});

test('whoever signs out while the token is renewed stays signed out', async () => {
  const h = harness({ lifeMs: 1_000 });
  let answer;
  h.http.replies.push([200, new Promise((resolve) => (answer = resolve))]);
  h.client.start();
  await settle();

  h.client.signOut();
  answer(session(h.clock, 2));
  await settle();

  assert.equal(h.client.me, null);
  assert.equal(h.storage.get('session'), null);
  assert.equal(h.sockets.length, 0);
});

test('signing out forgets the tokens and closes for good', async () => {
  const h = harness();
  await h.online();
  h.client.signOut();
  assert.equal(h.client.me, null);
  assert.equal(h.storage.get('session'), null);
  assert.ok(h.sockets[0].closed);
  await h.clock.advance(3_600_000);
  assert.equal(h.sockets.length, 1);
  assert.equal(me.id, 'u-1');
});
