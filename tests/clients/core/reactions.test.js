import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harness, message, room, settle } from './harness.js';

const reaction = (seq, emoji, on, from = 'u-1', target = 1) =>
  ({ type: 'event', room: 'r-1', seq, kind: 'reaction', from, time: seq, target, emoji, on });

async function opened(fields = {}) {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 2 })], heartbeatMs: 3_600_000 });
  await h.openRoom([message(1, fields), message(2)]);
  return h;
}

const shown = (h) => h.client.row('r-1', 1).reactions.map(({ emoji, count, mine }) => `${emoji}${count}${mine ? '!' : ''}`);
const ack = async (h, fields) => {
  h.socket.say({ type: 'ack', id: h.socket.last('react').id, room: 'r-1', ...fields });
  await settle();
};

test('a reaction shows at once and counts once, whichever comes first, ack or event', async () => {
  const h = await opened();
  void h.client.react('r-1', 1, '👍', true);
  assert.deepEqual(shown(h), ['👍1!']);
  const { id, ...frame } = h.socket.last('react');
  assert.deepEqual(frame, { type: 'react', room: 'r-1', target: 1, emoji: '👍', on: true });
  await ack(h, { seq: 3 });
  assert.deepEqual(shown(h), ['👍1!'], 'the log is not there yet');
  h.socket.say(reaction(3, '👍', true));
  assert.deepEqual(shown(h), ['👍1!']);

  void h.client.react('r-1', 1, '🎉', true);
  h.socket.say(reaction(4, '🎉', true));
  assert.deepEqual(shown(h), ['👍1!', '🎉1!']);
  await ack(h, { seq: 4 });
  assert.deepEqual(shown(h), ['👍1!', '🎉1!']);
});

test('a refused reaction is taken back, and what others did in between stays', async () => {
  const h = await opened({ reactions: [{ emoji: '👍', count: 2, mine: false }] });
  const asked = h.client.react('r-1', 1, '👍', true);
  assert.deepEqual(shown(h), ['👍3!']);
  h.socket.say(reaction(3, '👍', true, 'u-3'));
  assert.deepEqual(shown(h), ['👍4!']);
  const refused = assert.rejects(asked, { code: 'muted' });
  await h.refuse('react', 'muted');
  await refused;
  assert.deepEqual(shown(h), ['👍3']);
});

test('taking back shows at once too, and an emoji without anybody is gone', async () => {
  const h = await opened({ reactions: [{ emoji: '👍', count: 1, mine: true }] });
  void h.client.react('r-1', 1, '👍', false);
  assert.deepEqual(shown(h), []);
  h.socket.say(reaction(3, '👍', false));
  await ack(h, { seq: 3 });
  assert.deepEqual(shown(h), []);
});

test('on and off in a row ends as the last wish, without a flicker', async () => {
  const h = await opened();
  void h.client.react('r-1', 1, '👍', true);
  void h.client.react('r-1', 1, '👍', false);
  assert.deepEqual(shown(h), []);
  const [one, two] = h.socket.of('react');
  h.socket.say({ type: 'ack', id: one.id, room: 'r-1', seq: 3 }, reaction(3, '👍', true));
  await settle();
  assert.deepEqual(shown(h), []);
  h.socket.say({ type: 'ack', id: two.id, room: 'r-1', seq: 4 }, reaction(4, '👍', false));
  await settle();
  assert.deepEqual(shown(h), []);
});

test('a reaction whose answer is lost is asked again and counts once', async () => {
  const h = await opened();
  const asked = h.client.react('r-1', 1, '👍', true);
  h.socket.close(1006);
  await h.clock.advance(250);
  await h.welcome({ rooms: [room({ lastSeq: 3 })] });
  h.socket.say(reaction(3, '👍', true));
  assert.deepEqual(shown(h), ['👍1!']);
  await h.clock.advance(500);
  await ack(h, { seq: 3, duplicate: true });
  assert.equal((await asked).seq, 3);
  assert.deepEqual(shown(h), ['👍1!']);
});

test('a wish stays while the newest page is loaded again', async () => {
  const h = await opened();
  void h.client.react('r-1', 1, '👍', true);
  h.socket.say({ type: 'gap', room: 'r-1', after: 2, lastSeq: 5_000 });
  await settle();
  await h.answer('history', { events: [message(1), message(2)], more: false });
  assert.deepEqual(shown(h), ['👍1!']);
});

test('a recalled message has no reactions, wished for or not', async () => {
  const h = await opened();
  const asked = h.client.react('r-1', 1, '👍', true);
  h.socket.say({ type: 'event', room: 'r-1', seq: 3, kind: 'recall', from: 'u-2', time: 3, target: 1 });
  assert.deepEqual(shown(h), []);
  const refused = assert.rejects(asked, { code: 'not_found' });
  await h.refuse('react', 'not_found');
  await refused;
  assert.deepEqual(shown(h), []);
});

test('a row is replaced when its reactions change', async () => {
  const h = await opened();
  const before = h.client.row('r-1', 1);
  void h.client.react('r-1', 1, '👍', true);
  assert.notEqual(h.client.row('r-1', 1), before);
  assert.deepEqual(before.reactions, []);
});
