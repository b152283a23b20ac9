import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harness, message, messages, room, settle } from './harness.js';

const last = (seq) => ({ rooms: [room({ lastSeq: seq })] });

async function opened(from = 1, to = 10, more = false) {
  const h = harness();
  await h.online(last(to));
  await h.openRoom(messages(from, to), more);
  return h;
}

async function reconnect(h, fields) {
  h.socket.close(1006);
  await h.clock.advance(500);
  await h.welcome(fields);
}

test('connect names the last seq of every room that is held, and only those', async () => {
  const h = await opened();
  h.socket.say(message(11));
  await reconnect(h, last(11));
  assert.deepEqual(h.socket.last('connect').cursors, { 'r-1': 11 });
});

test('replayed events continue the log, twice told ones are dropped', async () => {
  const h = await opened();
  await reconnect(h, last(12));
  h.socket.say(message(11), message(12), message(12), message(13));
  assert.deepEqual(h.seqs(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
});

test('answer and replay may share one frame', async () => {
  const h = await opened();
  h.socket.close(1006);
  await h.clock.advance(500);
  h.socket.open();
  h.socket.say(h.welcomeFrame(last(11)), message(11), { type: 'gap', room: 'r-2', after: 1, lastSeq: 5 });
  assert.equal(h.seqs().at(-1), 11);
});

test('a gap is paged in from the cursor, and live events wait for it', async () => {
  const h = await opened();
  await reconnect(h, last(250));
  h.socket.say({ type: 'gap', room: 'r-1', after: 10, lastSeq: 250 });
  await settle();
  const { id, ...asked } = h.socket.last('history');
  assert.deepEqual(asked, { type: 'history', room: 'r-1', after: 10, limit: 100 });
  h.socket.say(message(251));
  assert.equal(h.seqs().at(-1), 10);
  await h.answer('history', { events: messages(11, 110), more: true });
  assert.equal(h.socket.last('history').after, 110);
  await h.answer('history', { events: messages(111, 210), more: true });
  await h.answer('history', { events: messages(211, 250), more: false });
  assert.deepEqual(h.seqs(), messages(1, 251).map(({ seq }) => seq));
});

test('a very long gap starts again at the newest page', async () => {
  const h = await opened();
  await reconnect(h, last(9_131));
  h.socket.say({ type: 'gap', room: 'r-1', after: 10, lastSeq: 9_131 });
  await settle();
  assert.deepEqual(h.socket.last('history').after, undefined);
  await h.answer('history', { events: messages(9_082, 9_131), more: true });
  assert.equal(h.seqs()[0], 9_082);
  assert.equal(h.client.view('r-1').older, 'idle');
});

test('a jump of seq is filled before anything after it shows', async () => {
  const h = await opened();
  h.socket.say(message(14));
  await settle();
  assert.equal(h.seqs().at(-1), 10);
  assert.equal(h.socket.last('history').after, 10);
  await h.answer('history', { events: messages(11, 14), more: false });
  assert.deepEqual(h.seqs().slice(-5), [10, 11, 12, 13, 14]);
});

test('one fill at a time, however many jumps', async () => {
  const h = await opened();
  const before = h.socket.of('history').length;
  h.socket.say(message(13), message(15), message(17));
  await settle();
  assert.equal(h.socket.of('history').length, before + 1);
  await h.answer('history', { events: messages(11, 17), more: false });
  assert.deepEqual(h.seqs().slice(-3), [15, 16, 17]);
});

test('a hole that the server cannot fill does not stop the room', async () => {
  const h = await opened();
  h.socket.say(message(14));
  await settle();
  await h.answer('history', { events: [], more: false });
  assert.equal(h.seqs().at(-1), 14);
  h.socket.say(message(15));
  assert.equal(h.seqs().at(-1), 15);
});

test('a fill that fails for now is tried again', async () => {
  const h = await opened();
  h.socket.say(message(12));
  await settle();
  await h.refuse('history', 'unavailable', { temporary: true });
  await h.clock.advance(2_000);
  await h.answer('history', { events: messages(11, 12), more: false });
  assert.equal(h.seqs().at(-1), 12);
});

test('a fill cut off by a loss goes on from where it was', async () => {
  const h = await opened();
  h.socket.say({ type: 'gap', room: 'r-1', after: 10, lastSeq: 250 });
  await settle();
  await h.answer('history', { events: messages(11, 110), more: true });
  await reconnect(h, last(250));
  assert.deepEqual(h.socket.last('connect').cursors, { 'r-1': 110 });
  h.socket.say(...messages(111, 250));
  assert.equal(h.seqs().length, 250);
});

test('a first page that was lost is asked for again in the next session', async () => {
  const h = harness();
  await h.online(last(3));
  h.client.openRoom('r-1');
  assert.equal(h.client.view('r-1').state, 'loading');
  await reconnect(h, last(3));
  assert.deepEqual(h.socket.last('connect').cursors, {});
  await h.answer('history', { events: messages(1, 3), more: false });
  assert.deepEqual(h.seqs(), [1, 2, 3]);
  assert.equal(h.client.view('r-1').state, 'ready');
});

test('events that come while the first page is on its way are neither lost nor doubled', async () => {
  const h = harness();
  await h.online(last(3));
  h.client.openRoom('r-1');
  h.socket.say(message(4), message(5));
  await h.answer('history', { events: messages(1, 4), more: false });
  assert.deepEqual(h.seqs(), [1, 2, 3, 4, 5]);
});

test('history pages upward to the beginning and then stops asking', async () => {
  const h = await opened(51, 100, true);
  h.client.loadOlder('r-1');
  h.client.loadOlder('r-1');
  assert.equal(h.client.view('r-1').older, 'loading');
  assert.equal(h.socket.of('history').length, 2);
  assert.equal(h.socket.last('history').before, 51);
  await h.answer('history', { events: messages(1, 50), more: false });
  assert.equal(h.seqs()[0], 1);
  assert.equal(h.client.view('r-1').older, 'end');
  h.client.loadOlder('r-1');
  assert.equal(h.socket.of('history').length, 2);
});

test('a failed older page can be asked for again', async () => {
  const h = await opened(51, 100, true);
  h.client.loadOlder('r-1');
  await h.refuse('history', 'internal');
  assert.equal(h.client.view('r-1').older, 'failed');
  h.client.loadOlder('r-1');
  await h.answer('history', { events: messages(1, 50), more: false });
  assert.equal(h.seqs().length, 100);
});

test('a room that may not be read says why, and opens when it may', async () => {
  const h = harness();
  await h.online();
  h.client.openRoom('r-1');
  await h.refuse('history', 'not_member');
  assert.deepEqual([h.client.view('r-1').state, h.client.view('r-1').code], ['failed', 'not_member']);
  await h.openRoom(messages(1, 2));
  assert.equal(h.client.view('r-1').state, 'ready');
});

test('a log shorter than what is held here means another log: it is loaded anew', async () => {
  const h = await opened();
  await reconnect(h, last(4));
  await h.answer('history', { events: messages(1, 4), more: false });
  assert.deepEqual(h.seqs(), [1, 2, 3, 4]);
});

test('leaving drops the log and the line', async () => {
  const h = await opened();
  const removed = [];
  h.client.on('removed', (id) => removed.push(id));
  h.socket.say({ type: 'room', room: { id: 'r-1' }, removed: true });
  assert.deepEqual(removed, ['r-1']);
  assert.deepEqual(h.client.conversations.list(), []);
  assert.deepEqual(h.client.view('r-1').rows, []);
  await reconnect(h, {});
  assert.deepEqual(h.socket.last('connect').cursors, {});
});

test('only the logs opened last are kept', async () => {
  const h = harness();
  await h.online();
  for (let i = 0; i < 25; i++) {
    await h.openRoom([message(1)], false, `r-${i}`);
  }
  await reconnect(h, {});
  const held = Object.keys(h.socket.last('connect').cursors);
  assert.equal(held.length, 20);
  assert.ok(held.includes('r-24') && !held.includes('r-0'));
});

test('a cut room keeps its newest lines and pages the others in again', async () => {
  const h = await opened();
  h.socket.say(...messages(11, 400));
  assert.equal(h.seqs().length, 400);
  h.client.trimRoom('r-1');
  assert.deepEqual([h.seqs().length, h.seqs()[0]], [200, 201]);
  h.client.loadOlder('r-1');
  assert.equal(h.socket.last('history').before, 201);
  await h.answer('history', { events: messages(151, 200), more: true });
  assert.equal(h.seqs()[0], 151);
});

test('what is known to exist and does not come is fetched', async () => {
  const h = await opened();
  const asked = h.client.getRoom('r-1');
  await h.answer('room.get', { room: room({ lastSeq: 12 }) });
  await asked;
  assert.equal(h.socket.of('history').length, 1, 'most likely it is on its way');
  await h.clock.advance(2_000);
  assert.equal(h.socket.last('history').after, 10);
  await h.answer('history', { events: messages(11, 12), more: false });
  assert.equal(h.seqs().at(-1), 12);
  await h.clock.advance(10_000);
  assert.equal(h.socket.of('history').length, 2);
});

test('a replay that stops short is fetched to its end', async () => {
  const h = await opened();
  await reconnect(h, last(13));
  h.socket.say(message(11));
  await h.clock.advance(2_000);
  assert.equal(h.socket.last('history').after, 11);
  await h.answer('history', { events: messages(12, 13), more: false });
  assert.equal(h.seqs().at(-1), 13);
});

test('a server that knows of more than it has is not asked for ever', async () => {
  const h = await opened();
  await reconnect(h, last(13));
  for (let i = 0; i < 5; i++) {
    await h.clock.advance(2_000);
    if (h.socket.last('history')) {
      await h.answer('history', { events: [], more: false });
    }
  }
  assert.equal(h.socket.of('history').length, 1);
});

test('a jump that is very long starts again at the newest page, once', async () => {
  const h = await opened();
  h.socket.say(message(5_000), message(5_001), message(5_002));
  await settle();
  assert.equal(h.socket.of('history').length, 2);
  assert.equal(h.socket.last('history').after, undefined);
  await h.answer('history', { events: messages(4_953, 5_002), more: true });
  assert.deepEqual([h.seqs()[0], h.seqs().at(-1)], [4_953, 5_002]);
});

test('an older page that was cut off may be asked for in the next session', async () => {
  const h = await opened(51, 100, true);
  h.client.loadOlder('r-1');
  h.socket.close(1006);
  await settle();
  assert.equal(h.client.view('r-1').older, 'failed');
  await h.clock.advance(500);
  await h.welcome(last(100));
  assert.equal(h.client.view('r-1').older, 'idle');
});

test('rows say whether they were edited and where they come from', async () => {
  const h = await opened();
  h.socket.say(message(11, { forward: { from: 'u-9', time: 5 } }));
  h.socket.say({ type: 'event', room: 'r-1', seq: 12, kind: 'edit', from: 'u-2', time: 1, target: 10, version: 2, content: { kind: 'text', text: 'b' } });
  assert.deepEqual(h.client.row('r-1', 11).forward, { from: 'u-9', time: 5 });
  assert.deepEqual([h.client.row('r-1', 9).edited, h.client.row('r-1', 10).edited], [false, true]);
});
