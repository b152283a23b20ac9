import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { asked, load, mount, settle } from '../support/component.js';

const settings = load('lib/settings.js');
const { keyed, pieces } = load('lib/text.js');

const textBody = (/** @type {string} */ text, /** @type {string[]} */ names = [], more = {}) =>
  ({ kind: 'text', emoji: false, folded: false, parts: keyed(pieces(text, names)), ...more });
const toast = () => asked.filter(({ api }) => api === 'showToast').at(-1)?.options.title;

afterEach(() => {
  settings.choose({ language: 'en' });
  asked.length = 0;
});

test('links and mentions are marked, and nothing is left out', () => {
  const view = mount('message-text', { body: textBody('@Ann see https://a.example/b, <b>now</b>', ['Ann']) });

  assert.deepEqual(view.texts('.message-text--at'), ['@Ann']);
  assert.deepEqual(view.texts('.message-text--link'), ['https://a.example/b']);
  assert.equal(view.text('.message-text--words'), '@Ann see https://a.example/b, <b>now</b>');
  assert.equal(view.all('b').length, 0, 'text of users is no markup');
});

test('a link is copied, and that is said; other words do nothing', async () => {
  const view = mount('message-text', { body: textBody('@Ann see https://a.example/b', ['Ann']) });

  view.tap('.message-text--at');
  view.tap('.message-text--text .message-text--text');
  await settle();
  assert.deepEqual(asked, []);

  view.tap('.message-text--link');
  await settle();
  assert.equal(asked[0].api, 'setClipboardData');
  assert.equal(asked[0].options.data, 'https://a.example/b');
  assert.equal(toast(), 'Link copied. Open it in your browser.');
});

test('a long text offers all of it, in the language chosen', () => {
  settings.choose({ language: 'zh' });
  const view = mount('message-text', { body: textBody('long…', [], { folded: true }) }, ['unfold']);
  assert.equal(view.text('.message-text--more'), '展开全文');

  view.tap('.message-text--more');

  assert.deepEqual(view.raised.map(([event]) => event), ['unfold']);
  view.set({ body: textBody('long and all of it') });
  assert.ok(!view.has('.message-text--more'));
  assert.equal(view.text('.message-text--words'), 'long and all of it');
});

test('emoji alone are drawn large', () => {
  const view = mount('message-text', { body: textBody('👍', [], { emoji: true }) });
  assert.ok(view.has('.message-text--emoji'));

  view.set({ body: textBody('👍 ok') });

  assert.ok(!view.has('.message-text--emoji'));
});

test('an own message shows how far it has come', () => {
  const view = mount('message-state', { own: true, state: 'sending' });
  for (const [state, icon] of [['sending', 'clock'], ['sent', 'tick'], ['read', 'ticks'], ['failed', 'alert']]) {
    view.set({ state });
    assert.deepEqual(view.icons(), [icon]);
    assert.ok(view.has(`.message-state--${state}`), state);
  }
});

test('of others’ messages only an edit is shown', () => {
  const view = mount('message-state', { own: false, state: 'sent' });
  assert.ok(!view.has('.message-state--corner'));

  view.set({ edited: true });

  assert.equal(view.text('.message-state--edited'), 'edited');
  assert.deepEqual(view.icons(), []);
});

test('days, the unread divider and events are lines of their own', () => {
  const view = mount('message-notice', { line: { key: 'd', type: 'day', text: 'Yesterday' } });
  for (const [type, text] of [['day', 'Yesterday'], ['unread', 'Unread messages'], ['notice', 'Ann joined']]) {
    view.set({ line: { key: type, type, text, again: false } });
    assert.equal(view.text('.message-notice--notice'), text);
    assert.ok(view.has(`.message-notice--${type}`), type);
    assert.ok(!view.has('.message-notice--again'));
  }
});

test('who recalled a text may take it up again', () => {
  const view = mount('message-notice', { line: { key: 'k7', type: 'notice', text: 'You recalled a message', again: true } }, ['again']);
  assert.equal(view.text('.message-notice--again'), 'Edit again');

  view.tap('.message-notice--again');

  assert.deepEqual(view.raised, [['again', { key: 'k7' }]]);
  view.set({ line: { key: 'k7', type: 'notice', text: 'You recalled a message', again: false } });
  assert.ok(!view.has('.message-notice--again'));
});

test('a content that this version does not know says so', () => {
  assert.equal(mount('message-other').text('.message-other--other'), '[A message this version can’t show]');
  settings.choose({ language: 'zh' });
  assert.equal(mount('message-other').text('.message-other--other'), '[当前版本无法显示的消息]');
});
