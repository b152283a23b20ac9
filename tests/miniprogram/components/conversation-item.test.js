import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { load, mount } from '../support/component.js';

const { itemOf } = load('lib/conversation-items.js');
const { forgetDrafts, keepDraft } = load('lib/drafts.js');
const { client } = load('lib/client.js');

afterEach(() => forgetDrafts());

const conversation = (/** @type {any} */ more = {}) => ({
  id: 'r1', kind: 'group', name: 'Team', avatar: '', unread: 0, mentionUnread: 0, pinned: false, silenced: false, updatedAt: Date.now() - 3_600_000 * 24 * 400,
  last: { from: 'u-bob', content: { kind: 'text', text: 'Hello\nall' } }, ...more,
});
/** As the list draws it: the model that pages make, in the component. */
const item = (/** @type {any} */ more = {}, open = false) =>
  mount('conversation-item', { item: itemOf(conversation(more)), open }, ['choose', 'swipe', 'action']);

test('a chat has its face, name, time and last line', () => {
  const view = item();
  assert.equal(view.text('.avatar--avatar'), 'T');
  assert.equal(view.text('.conversation-item--name'), 'Team');
  assert.match(view.text('.conversation-item--time'), /^\d+ \w{3} \d{4}$/);
  assert.equal(view.text('.conversation-item--line'), 'Somebody: Hello all');
  for (const part of ['badge', 'mark', 'quiet', 'pinned']) {
    assert.ok(!view.has(`.conversation-item--${part}`), part);
  }
});

test('unread messages are counted up to 99', () => {
  const counts = [0, 1, 99, 100].map((unread) => item({ unread }).texts('.conversation-item--badge'));
  assert.deepEqual(counts, [[], ['1'], ['99'], ['99+']]);
});

test('a silenced chat has a mark and a quieter badge', () => {
  const view = item({ silenced: true, unread: 3 });
  assert.deepEqual(view.icons('.conversation-item--top'), ['silent']);
  assert.ok(view.has('.conversation-item--badge.conversation-item--silenced'));
  assert.ok(!item({ unread: 3 }).has('.conversation-item--silenced'));
});

test('a mention goes before a draft, and a draft before the last line', () => {
  keepDraft('r1', 'not sent yet');
  const draft = item();
  assert.equal(draft.text('.conversation-item--mark'), '[Draft]');
  assert.equal(draft.text('.conversation-item--line'), '[Draft] not sent yet');

  assert.equal(item({ mentionUnread: 1, unread: 1 }).text('.conversation-item--line'), '[You were mentioned] Somebody: Hello all');
});

test('a pinned chat stands out, and its button takes that back', () => {
  const labels = (/** @type {any} */ more) => item(more).texts('.conversation-item--action');
  assert.ok(item({ pinned: true }).has('.conversation-item--pinned'));
  assert.deepEqual(labels({}), ['Pin', 'Mute', 'Leave']);
  assert.deepEqual(labels({ pinned: true, silenced: true }), ['Unpin', 'Unmute', 'Leave']);
});

test('a chat of two can’t be left, shows who is there, and keeps room for its buttons', (t) => {
  t.mock.method(client, 'presence', () => ({ state: 'online' }));
  const view = item({ kind: 'dm', name: 'Ann Lee', peer: { id: 'u-ann', avatar: '' } }, true);

  assert.deepEqual(view.texts('.conversation-item--action'), ['Pin', 'Mute']);
  assert.ok(view.has('.avatar--dot.avatar--online'));
  assert.match(view.one('.conversation-item--slide').style.transform, /-144px/);
  assert.match(item({}, true).one('.conversation-item--slide').style.transform, /-216px/);
  assert.match(item({}, false).one('.conversation-item--slide').style.transform, /\(0(px)?\)/);
});

test('a last line that was recalled, or that is missing, says so', () => {
  assert.equal(item({ last: null }).text('.conversation-item--line'), 'No messages yet');
  assert.equal(item({ last: { from: 'u-bob', recalled: true, content: null } }).text('.conversation-item--line'), 'A message was recalled');
});

test('a tap opens the chat, and closes its buttons where they are out', () => {
  const closed = item();
  closed.tap('.conversation-item--face');
  assert.deepEqual(closed.raised, [['choose', { id: 'r1', open: false }]]);

  const open = item({}, true);
  open.tap('.conversation-item--face');
  assert.deepEqual(open.raised, [['swipe', { id: 'r1', open: false }]]);
  assert.ok(open.has('.conversation-item--slide.conversation-item--open'));
});

test('its buttons say what they are for, and don’t open the chat', () => {
  const view = item({}, true);

  view.all('.conversation-item--action').forEach(view.tap);

  assert.deepEqual(view.raised, ['pin', 'silence', 'leave'].map((action) => ['action', { id: 'r1', action }]));
});

test('a finger across brings out the buttons, once a gesture; one along scrolls', () => {
  const view = item();
  const drag = (/** @type {[number, number][]} */ ...points) => {
    view.touch('.conversation-item--item', 'touchstart', 200, 50);
    points.forEach(([x, y]) => view.touch('.conversation-item--item', 'touchmove', x, y));
  };

  drag([190, 50], [165, 52]);
  drag([150, 120]);
  assert.deepEqual(view.raised, []);

  drag([160, 50], [120, 50], [60, 50]);
  drag([240, 50]);
  assert.deepEqual(view.raised, [['swipe', { id: 'r1', open: true }], ['swipe', { id: 'r1', open: false }]]);
});

test('holding a chat brings out the buttons too', () => {
  const view = item();

  view.raise('.conversation-item--face', 'longpress');

  assert.deepEqual(view.raised, [['swipe', { id: 'r1', open: true }]]);
});
