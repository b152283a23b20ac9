import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, mount } from '../support/component.js';

const { keyed } = load('lib/text.js');
const EVENTS = ['menu', 'jump', 'unfold', 'react', 'person', 'mention', 'resend', 'discard'];
const bodies = {
  text: { kind: 'text', folded: false, emoji: false, parts: keyed([{ kind: 'text', text: 'Hello' }]) },
  image: { kind: 'image', preview: 'http://tmp/a.jpg', width: 400, height: 300 },
  voice: { kind: 'voice', preview: 'http://tmp/a.mp3', durationMs: 3_000 },
  video: { kind: 'video', preview: 'http://tmp/a.mp4' },
  file: { kind: 'file', name: 'Plan.pdf', size: 10 },
  location: { kind: 'location', name: 'The Bund', lat: 1, lng: 2 },
  other: { kind: 'other' },
};

const message = (/** @type {any} */ line = {}) => mount('message', {
  line: {
    key: 'k7', seq: 7, type: 'message', from: 'u-ann', own: false, first: true, last: true, name: 'Ann Lee', hue: 3, initials: 'AL', avatar: '',
    time: '09:05', state: 'sent', upload: -1, trouble: null, clientMsgId: 'c7', edited: false, forward: '', quote: null, reactions: [], body: bodies.text,
    ...line,
  },
}, EVENTS);

test('each kind of content has its own component, and no other', () => {
  const inner = ['message-text', 'message-image', 'message-voice', 'message-video', 'message-file', 'message-location', 'message-other'];
  for (const [kind, body] of Object.entries(bodies)) {
    const view = message({ body });
    assert.deepEqual(inner.filter((name) => view.has(name)), [`message-${kind}`]);
    assert.ok(view.has(`.message--${kind}`), kind);
  }
});

test('an own message has its state in its bubble, whatever its kind', () => {
  for (const [kind, body] of Object.entries(bodies)) {
    for (const [state, icon] of [['sending', 'clock'], ['sent', 'tick'], ['read', 'ticks'], ['failed', 'alert']]) {
      assert.deepEqual(message({ own: true, state, body }).icons('message-state'), [icon], `${kind} ${state}`);
    }
    const other = message({ own: false, body });
    assert.deepEqual(other.icons('message-state'), [], kind);
    assert.ok(!other.has('.message--corner'), kind);
  }
});

test('others have their name and face where their messages begin; an own message has neither', () => {
  const first = message();
  assert.equal(first.text('.message--author'), 'Ann Lee');
  assert.equal(first.text('.message--time'), '09:05');
  assert.equal(first.text('.avatar--avatar'), 'AL');
  assert.ok(first.has('.avatar--hue-3'));

  const next = message({ first: false });
  assert.ok(!next.has('.message--head') && !next.has('.avatar--avatar'));
  assert.ok(next.has('.message--side'), 'the place of the face stays free');

  const own = message({ own: true });
  assert.ok(own.has('.message--own') && !own.has('.message--author') && !own.has('.message--side'));
  assert.equal(own.text('.message--time'), '09:05');
});

test('a face opens the person; held, it mentions them', () => {
  const view = message();

  view.tap('.avatar--avatar');
  view.raise('.avatar--avatar', 'longpress');

  assert.deepEqual(view.raised, [['person', { user: 'u-ann' }], ['mention', { user: 'u-ann' }]]);
});

test('reactions are counted, one’s own stands out, and a tap adds or takes it away', () => {
  const view = message({ reactions: [{ emoji: '👍', count: 2, mine: true }, { emoji: '🎉', count: 1, mine: false }] });
  assert.deepEqual(view.texts('.message--reaction'), ['👍2', '🎉1']);
  assert.deepEqual(view.texts('.message--mine'), ['👍2']);

  view.all('.message--reaction').forEach(view.tap);

  assert.deepEqual(view.raised, [['react', { seq: 7, emoji: '👍', on: false }], ['react', { seq: 7, emoji: '🎉', on: true }]]);
  view.set({ line: { ...view.data.line, reactions: [] } });
  assert.ok(!view.has('.message--reactions'));
});

test('a message that failed says why, and is sent again or discarded', () => {
  const view = message({ own: true, state: 'failed', seq: null, trouble: { text: 'You can’t speak in this room for now.', code: 'muted' } });
  assert.match(view.text('.message--trouble'), /^Not sent\. You can’t speak in this room for now\./);
  assert.equal(view.text('.message--code'), 'muted');
  assert.deepEqual(view.texts('.message--do'), ['Send again', 'Delete']);

  view.all('.message--do').forEach(view.tap);

  assert.deepEqual(view.raised, [['resend', { clientMsgId: 'c7' }], ['discard', { clientMsgId: 'c7' }]]);
  view.set({ line: { ...view.data.line, state: 'sending', trouble: null } });
  assert.ok(!view.has('.message--trouble'));
});

test('what is quoted is named, and a tap goes there', () => {
  const view = message({ quote: { seq: 3, name: 'Bob', text: 'Lunch?' } });
  assert.deepEqual([view.text('.message--quoted-name'), view.text('.message--quoted-text')], ['Bob', 'Lunch?']);

  view.tap('.message--quoted-text');

  assert.deepEqual(view.raised, [['jump', { seq: 3 }]]);
  view.set({ line: { ...view.data.line, quote: { seq: 3, name: '', text: 'The message can’t be shown' } } });
  assert.ok(!view.has('.message--quoted-name'));
});

test('where a forwarded message came from stands above it', () => {
  assert.equal(message({ forward: 'Forwarded from Bob' }).text('.message--forward'), 'Forwarded from Bob');
  assert.ok(!message().has('.message--forward'));
});

test('an edited message says so', () => {
  assert.equal(message({ edited: true }).text('.message-state--edited'), 'edited');
  assert.ok(!message().has('.message-state--edited'));
});

test('the rest of a long text is asked for by key', () => {
  const view = message({ body: { ...bodies.text, folded: true } });

  view.tap('.message-text--more');

  assert.deepEqual(view.raised, [['unfold', { key: 'k7' }]]);
});

test('a bubble that is held asks for the menu, at its place', () => {
  const view = message();
  const rect = { top: 100, bottom: 140, left: 20, right: 200 };
  /** @type {string[]} */
  const selected = [];
  view.self.createSelectorQuery = () => ({
    select(/** @type {string} */ selector) {
      selected.push(selector);
      return { boundingClientRect: (/** @type {Function} */ run) => ({ exec: () => run(rect) }) };
    },
  });

  view.raise('.message-text--words', 'longpress');

  assert.deepEqual(selected, ['.bubble']);
  assert.deepEqual(view.raised, [['menu', { key: 'k7', rect }]]);
});

test('a bubble that can’t be measured has its menu where the finger is', () => {
  const view = message();
  view.self.createSelectorQuery = () => ({ select: () => ({ boundingClientRect: (/** @type {Function} */ run) => ({ exec: () => run(null) }) }) });

  view.touch('.message--bubble', 'longpress', 50, 80);

  assert.deepEqual(view.raised, [['menu', { key: 'k7', rect: { top: 80, bottom: 80, left: 50, right: 50 } }]]);
});

test('a message that was jumped to flashes', () => {
  const view = message();
  assert.ok(!view.has('.message--flash'));

  view.set({ flash: true });

  assert.ok(view.has('.message--flash'));
});

test('how far a file is uploaded reaches the picture, the video and the file', () => {
  const percent = { image: '.message-image--veil', video: '.message-video--veil', file: '.message-file--size' };
  for (const [kind, selector] of Object.entries(percent)) {
    const view = message({ own: true, state: 'sending', upload: 25, body: bodies[/** @type {'image'} */ (kind)] });
    assert.match(view.text(selector), /^25 %/, kind);
  }
});
