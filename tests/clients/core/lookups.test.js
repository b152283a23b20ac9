import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harness, message, messages, room, settle } from './harness.js';

async function opened(from = 951, to = 1_000) {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: to })], heartbeatMs: 3_600_000 });
  await h.openRoom(messages(from, to), from > 1);
  return h;
}

test('a line that is loaded is given at once', async () => {
  const h = await opened();
  assert.equal(h.client.row('r-1', 960).content.text, 'text 960');
  assert.equal(h.client.row('r-1', 1), null);
  assert.equal(h.client.row('r-9', 1), null);
  assert.equal((await h.client.fetchRow('r-1', 960)).seq, 960);
  assert.equal(h.socket.of('history').length, 1);
});

test('a line that is not loaded is asked for once, whoever asks', async () => {
  const h = await opened();
  const asked = [h.client.fetchRow('r-1', 5), h.client.fetchRow('r-1', 5)];
  const { id, ...frame } = h.socket.last('history');
  assert.deepEqual(frame, { type: 'history', room: 'r-1', before: 6, limit: 1 });
  await h.answer('history', { events: [message(5, { version: 2 })], more: true });
  const [one, other] = await Promise.all(asked);
  assert.equal(one, other);
  assert.deepEqual([one.seq, one.edited], [5, true]);
  assert.equal(await h.client.fetchRow('r-1', 5), one);
  assert.equal(h.socket.of('history').length, 2);
  assert.equal(h.seqs()[0], 951, 'the log is as it was');
});

test('a line that was changed meanwhile is asked for again', async () => {
  const h = await opened();
  const asked = h.client.fetchRow('r-1', 5);
  await h.answer('history', { events: [message(5)], more: true });
  await asked;
  h.socket.say({ type: 'event', room: 'r-1', seq: 1_001, kind: 'recall', from: 'u-2', time: 1, target: 5 });
  const again = h.client.fetchRow('r-1', 5);
  await h.answer('history', { events: [message(5, { recalled: true, content: undefined })], more: true });
  assert.equal((await again).recalled, true);
});

test('what is no line is null, and a failure is not remembered', async () => {
  const h = await opened();
  const none = h.client.fetchRow('r-1', 5);
  await h.answer('history', { events: [message(4)], more: true });
  assert.equal(await none, null);
  const refused = assert.rejects(h.client.fetchRow('r-1', 7), { code: 'not_member' });
  await h.refuse('history', 'not_member');
  await refused;
  const again = h.client.fetchRow('r-1', 7);
  await h.answer('history', { events: [message(7)], more: true });
  assert.equal((await again).seq, 7);
});

test('pages are loaded up to a line', async () => {
  const h = await opened();
  const loaded = h.client.loadUpTo('r-1', 800);
  await settle();
  const { id, ...frame } = h.socket.last('history');
  assert.deepEqual(frame, { type: 'history', room: 'r-1', before: 951, limit: 100 });
  await h.answer('history', { events: messages(851, 950), more: true });
  await h.answer('history', { events: messages(751, 850), more: true });
  assert.equal(await loaded, true);
  assert.equal(h.client.row('r-1', 800).seq, 800);
  assert.equal(await h.client.loadUpTo('r-1', 900), true);
  assert.equal(await h.client.loadUpTo('r-1', 1_001), false, 'not there yet');
});

test('loading up to a line gives up where pages fail, and beyond 12,000 lines', async () => {
  const h = await opened(100_001, 100_050);
  const failed = h.client.loadUpTo('r-1', 1);
  await settle();
  await h.refuse('history', 'internal');
  assert.equal(await failed, false);
  const far = h.client.loadUpTo('r-1', 1);
  await settle();
  for (let first = 100_001; first > 88_051; first -= 100) {
    await h.answer('history', { events: messages(first - 100, first - 1), more: true });
  }
  assert.equal(await far, false);
  assert.equal(h.client.view('r-1').rows.length, 12_050);
});

test('loading up to a line waits for the first page', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 100 })] });
  h.client.openRoom('r-1');
  const loaded = h.client.loadUpTo('r-1', 40);
  await h.answer('history', { events: messages(51, 100), more: true });
  await h.answer('history', { events: messages(1, 50), more: false });
  assert.equal(await loaded, true);
});

test('two who page upward share one page', async () => {
  const h = await opened();
  const one = h.client.loadOlder('r-1');
  const other = h.client.loadUpTo('r-1', 940);
  await settle();
  assert.equal(h.socket.of('history').length, 2);
  await h.answer('history', { events: messages(901, 950), more: true });
  await one;
  assert.equal(await other, true);
});

test('a search says where to go on, and skips what it cannot read', async () => {
  const h = await opened();
  const found = h.client.search({ q: 'tea', room: 'r-1', before: 'b-1', limit: 5 });
  const { id, ...frame } = h.socket.last('search');
  assert.deepEqual(frame, { type: 'search', q: 'tea', room: 'r-1', before: 'b-1', limit: 5 });
  await h.answer('search', { events: [message(3), null, { seq: 'x' }], highlights: [[[0, 3], ['a', 1], [2, 0], 7]], before: 'b-2' });
  assert.deepEqual(await found.then(({ hits, before }) => [hits.map(({ event, highlights }) => [event.seq, highlights]), before]),
    [[[3, [[0, 3]]]], 'b-2']);
});

test('a forward has an id of its own and keeps it when it is asked again', async () => {
  const h = await opened();
  const asked = h.client.forward('r-1', [960, 961], 'r-2');
  const first = h.socket.last('forward');
  assert.deepEqual([first.from, first.targets, first.to], ['r-1', [960, 961], 'r-2']);
  h.socket.close(1006);
  await h.clock.advance(1_000);
  await h.welcome({ rooms: [room({ lastSeq: 1_000 })] });
  await h.clock.advance(1_000);
  const again = h.socket.last('forward');
  assert.equal(again.clientMsgId, first.clientMsgId);
  h.socket.say({ type: 'ack', id: again.id, room: 'r-2', seq: 4, messageId: 'm', duplicate: true });
  assert.equal((await asked).seq, 4);
});

test('what would be done twice is not asked again', async () => {
  const h = await opened();
  const refused = assert.rejects(h.client.createRoom({ name: 'Plans' }), { code: 'disconnected', temporary: true });
  h.socket.close(1006);
  await refused;
});

test('a server that asks for a long wait is not waited for', async () => {
  const h = await opened();
  const refused = assert.rejects(h.client.recall('r-1', 960), { code: 'rate_limited', retryAfterMs: 60_000 });
  await h.refuse('recall', 'rate_limited', { temporary: true, retryAfterMs: 60_000 });
  await refused;
  const asked = h.client.recall('r-1', 960);
  await h.refuse('recall', 'unavailable', { temporary: true, retryAfterMs: 2_000 });
  await h.clock.advance(2_000);
  h.socket.say({ type: 'ack', id: h.socket.last('recall').id, room: 'r-1', seq: 1_001 });
  assert.equal((await asked).seq, 1_001);
});
