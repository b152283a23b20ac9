import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRoomLog } from '../../../src/clients/core/src/room-log.js';
import { message, messages } from './harness.js';

const event = (seq, kind, fields) => ({ room: 'r-1', seq, kind, from: 'u-2', time: seq, ...fields });

function log(page = messages(1, 5)) {
  const made = createRoomLog('u-1');
  made.reset(page);
  return made;
}

const row = (made, seq) => made.rows.find((item) => item.seq === seq);

test('an event is applied once, in its place', () => {
  const made = log();
  assert.equal(made.push(message(6)), 'applied');
  assert.equal(made.push(message(6)), 'duplicate');
  assert.equal(made.push(message(3)), 'duplicate');
  assert.deepEqual(made.rows.map((item) => item.seq), [1, 2, 3, 4, 5, 6]);
});

test('what comes too early is held until the hole is filled', () => {
  const made = log();
  assert.equal(made.push(message(8)), 'held');
  assert.equal(made.push(message(9)), 'held');
  assert.ok(made.broken);
  assert.equal(made.last, 5);
  made.extend([message(6), message(7)]);
  assert.deepEqual(made.rows.map((item) => item.seq), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.ok(!made.broken);
});

test('before the first page events are held, and duplicates of the page are dropped', () => {
  const made = createRoomLog('u-1');
  made.push(message(5));
  made.push(message(6));
  assert.deepEqual(made.rows, []);
  made.reset(messages(3, 5));
  assert.deepEqual(made.rows.map((item) => item.seq), [3, 4, 5, 6]);
});

test('an empty room begins with its first event', () => {
  const made = log([]);
  assert.equal(made.push(message(1)), 'applied');
});

test('an older page goes before, and later changes still find their target', () => {
  const made = log(messages(51, 60));
  made.prepend(messages(41, 50));
  assert.equal(made.first, 41);
  assert.equal(made.last, 60);
  made.push(event(61, 'edit', { target: 45, version: 2, content: { kind: 'text', text: 'new' } }));
  assert.equal(row(made, 45).content.text, 'new');
  made.push(event(62, 'edit', { target: 55, version: 2, content: { kind: 'text', text: 'newer' } }));
  assert.equal(row(made, 55).content.text, 'newer');
  made.prepend(messages(41, 50));
  assert.equal(made.rows.length, 20);
});

test('an edit changes the line, raises its version and never goes back', () => {
  const made = log();
  const before = row(made, 3);
  made.push(event(6, 'edit', { target: 3, version: 2, content: { kind: 'text', text: 'two' } }));
  made.push(event(7, 'edit', { target: 3, version: 2, content: { kind: 'text', text: 'late' } }));
  assert.equal(row(made, 3).content.text, 'two');
  assert.equal(row(made, 3).version, 2);
  assert.equal(before.content.text, 'text 3', 'rows are replaced, not changed');
});

test('a recall takes the content and the reactions, for good', () => {
  const made = log();
  made.push(event(6, 'reaction', { target: 3, emoji: '👍', on: true }));
  made.push(event(7, 'recall', { from: 'u-9', target: 3 }));
  made.push(event(8, 'edit', { target: 3, version: 2, content: { kind: 'text', text: 'zombie' } }));
  const { content, recalled, recalledBy, recalledText, reactions } = row(made, 3);
  assert.deepEqual({ content, recalled, recalledBy, recalledText, reactions },
    { content: null, recalled: true, recalledBy: 'u-9', recalledText: null, reactions: [] });
});

test('an own recall keeps the text for its author only', () => {
  const made = log([message(1, { from: 'u-1' })]);
  made.push(event(2, 'recall', { from: 'u-1', target: 1 }));
  assert.equal(row(made, 1).recalledText, 'text 1');
  const moderated = log([message(1, { from: 'u-1' })]);
  moderated.push(event(2, 'recall', { from: 'u-9', target: 1 }));
  assert.equal(row(moderated, 1).recalledText, null);
});

test('a recalled event of a page has no content', () => {
  const made = log([message(1, { recalled: true, content: undefined }), event(2, 'recall', { target: 1, from: 'u-2' })]);
  assert.equal(row(made, 1).recalled, true);
  assert.equal(row(made, 1).recalledBy, 'u-2');
});

test('reactions count up and down and know their own', () => {
  const made = log();
  made.push(event(6, 'reaction', { target: 3, emoji: '👍', on: true }));
  made.push(event(7, 'reaction', { target: 3, emoji: '👍', on: true, from: 'u-1' }));
  made.push(event(8, 'reaction', { target: 3, emoji: '🎉', on: true }));
  assert.deepEqual(row(made, 3).reactions,
    [{ emoji: '👍', count: 2, mine: true }, { emoji: '🎉', count: 1, mine: false }]);
  made.push(event(9, 'reaction', { target: 3, emoji: '👍', on: false, from: 'u-1' }));
  made.push(event(10, 'reaction', { target: 3, emoji: '🎉', on: false }));
  assert.deepEqual(row(made, 3).reactions, [{ emoji: '👍', count: 1, mine: false }]);
});

test('reactions that a page already counts are not counted twice', () => {
  const folded = message(1, { reactions: [{ emoji: '👍', count: 1, mine: false }] });
  const made = log([folded, event(2, 'reaction', { target: 1, emoji: '👍', on: true })]);
  assert.equal(row(made, 1).reactions[0].count, 1);
  made.push(event(3, 'reaction', { target: 1, emoji: '👍', on: true, from: 'u-3' }));
  assert.equal(row(made, 1).reactions[0].count, 2);
});

test('member and room events are lines, unknown kinds only count', () => {
  const made = log([]);
  made.push(event(1, 'room', { change: 'created' }));
  made.push(event(2, 'member', { change: 'joined', user: 'u-2' }));
  made.push(event(3, 'hologram', { x: 1 }));
  made.push(message(4));
  assert.deepEqual(made.rows.map((item) => item.kind), ['room', 'member', 'message']);
  assert.equal(made.last, 4);
});

test('changes to what is not loaded, or is no message, pass by', () => {
  const made = log([event(1, 'room', { change: 'created' }), message(2)]);
  made.push(event(3, 'edit', { target: 1, version: 2, content: { kind: 'text', text: 'x' } }));
  made.push(event(4, 'recall', { target: 99 }));
  made.push(event(5, 'recall', {}));
  assert.equal(made.last, 5);
  assert.equal(made.rows.length, 2);
});

test('own rows are keyed by what their author called them, others by place', () => {
  const made = log([message(1, { from: 'u-1', clientMsgId: 'c-7' }), message(2, { clientMsgId: 'c-7' })]);
  assert.deepEqual(made.rows.map((item) => item.key), ['c:c-7', 's:2']);
});

test('a trimmed log keeps the newest lines and pages from there', () => {
  const made = log(messages(1, 100));
  made.trim(10);
  assert.equal(made.first, 91);
  made.push(event(101, 'edit', { target: 95, version: 2, content: { kind: 'text', text: 'x' } }));
  assert.equal(row(made, 95).content.text, 'x');
  made.prepend(messages(81, 90));
  assert.equal(made.rows.length, 20);
});

test('any order of the same pushes and one fill gives the same rows', () => {
  const all = messages(1, 12);
  for (let start = 0; start < 20; start++) {
    const made = log(all.slice(0, 2));
    const rest = all.slice(2).map((item, index) => ({ item, key: (index * 7 + start * 13) % 11 }))
      .sort((a, b) => a.key - b.key).map(({ item }) => item);
    rest.forEach((item) => made.push(item));
    rest.forEach((item) => made.push(item));
    made.extend(all);
    assert.deepEqual(made.rows.map((item) => item.seq), all.map((item) => item.seq));
  }
});
