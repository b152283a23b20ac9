import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOut } from '../../../src/clients/core/src/index.js';

const NOON = new Date(2026, 4, 3, 12).getTime();
const MINUTE = 60_000;
const row = (seq, from, minutes, fields = {}) => ({
  key: `s:${seq}`, kind: 'message', seq, from, own: from === 'me', time: NOON + minutes * MINUTE, recalled: false, ...fields,
});
const draw = (rows, unreadAfter = null) => layOut(rows, unreadAfter).map((line) =>
  line.type === 'row' ? `${line.row.seq}${line.first ? 'f' : ''}${line.last ? 'l' : ''}` : line.type);

test('one sender within five minutes is one group', () => {
  assert.deepEqual(draw([row(1, 'a', 0), row(2, 'a', 4), row(3, 'a', 8), row(4, 'b', 9), row(5, 'b', 14)]),
    ['day', '1f', '2', '3l', '4fl', '5fl']);
});

test('a day, a recalled message, an event and the divider end a group', () => {
  assert.deepEqual(draw([row(1, 'a', 0), row(2, 'a', 1, { recalled: true }), row(3, 'a', 2),
    row(4, 'x', 2, { kind: 'member' }), row(5, 'a', 3), row(6, 'a', 4)], 5),
  ['day', '1fl', '2fl', '3fl', '4fl', '5fl', 'unread', '6fl']);
  assert.deepEqual(draw([row(1, 'a', 0), row(2, 'a', 24 * 60)]), ['day', '1fl', 'day', '2fl']);
});

test('the divider stands before the first unread message of somebody else, once', () => {
  assert.deepEqual(draw([row(1, 'a', 0), row(2, 'me', 0), row(3, 'b', 0), row(4, 'b', 1)], 1),
    ['day', '1fl', '2fl', 'unread', '3f', '4l']);
  assert.deepEqual(draw([row(1, 'a', 0)], 9), ['day', '1fl']);
});

test('keys are unique', () => {
  const keys = layOut([row(1, 'a', 0), row(2, 'a', 3000), row(3, 'b', 3001), row(4, 'b', 9000)], 2).map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
});

test('people who come one after another share a line; others do not', () => {
  const member = (seq, change, user, minutes = 0) => row(seq, user, minutes, { kind: 'member', event: { change, user } });
  const lines = layOut([member(1, 'joined', 'a'), member(2, 'joined', 'b'), member(3, 'left', 'a'), member(4, 'joined', 'c'),
    row(5, 'c', 1), member(6, 'joined', 'd', 2), member(7, 'joined', 'e', 24 * 60)], null);
  assert.deepEqual(lines.filter(({ type }) => type === 'row').map(({ row: { seq }, also }) => [seq, ...also.map((other) => other.seq)]),
    [[1, 2], [3], [4], [5], [6], [7]]);
});

test('that whoever makes a room is in it is not said', () => {
  const made = row(1, 'a', 0, { kind: 'room', event: { change: 'created' } });
  const joined = (seq, user) => row(seq, user, 0, { kind: 'member', event: { change: 'joined', user } });
  assert.deepEqual(draw([made, joined(2, 'a'), joined(3, 'b')]), ['day', '1fl', '3fl']);
});
