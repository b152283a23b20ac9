import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPhone } from '../support/phone.js';

const phone = createPhone('127.0.0.1:1');
const { pieces, highlighted, isEmojiOnly } = phone.load('lib/text.js');
const { badge, dayName, duration, listTime, sizeOf } = phone.load('lib/format.js');
const { faceOf } = phone.load('lib/face.js');
const settings = phone.load('lib/settings.js');
const plain = (/** @type {any} */ value) => JSON.parse(JSON.stringify(value));
const words = (/** @type {string} */ text, /** @type {string[]} */ names = []) =>
  plain(pieces(text, names)).map((/** @type {any} */ part) => `${part.kind}:${part.text}`);

test('links end where the sentence goes on', () => {
  assert.deepEqual(words('see https://a.example/b?c=d, or (http://x.example)。'), [
    'text:see ', 'link:https://a.example/b?c=d', 'text:, or (', 'link:http://x.example', 'text:)。',
  ]);
  assert.deepEqual(words('中文https://a.example/路径，好'), ['text:中文', 'link:https://a.example/路径', 'text:，好']);
  assert.deepEqual(words('javascript:alert(1)'), ['text:javascript:alert(1)']);
});

test('who is mentioned is marked, longest name first', () => {
  assert.deepEqual(words('@Ann Lee and @Ann', ['Ann', 'Ann Lee']), ['at:@Ann Lee', 'text: and ', 'at:@Ann']);
  assert.deepEqual(words('nobody', ['']), ['text:nobody']);
});

test('what was found is marked', () => {
  assert.deepEqual(plain(highlighted('abcdef', [[1, 2], [4, 1]])).map((/** @type {any} */ part) => part.text), ['a', 'bc', 'd', 'e', 'f']);
});

test('rows of emoji are told from text', () => {
  for (const text of ['👍', '👍🏽 ❤️', '🇨🇳', '👨‍👩‍👧']) {
    assert.ok(isEmojiOnly(text), text);
  }
  for (const text of ['1', 'ok 👍', '👍'.repeat(13)]) {
    assert.ok(!isEmojiOnly(text), text);
  }
});

test('times are said as people say them, in both languages', () => {
  const now = new Date(2026, 4, 20, 15, 30).getTime();
  const ago = (/** @type {number} */ days, hour = 9) => new Date(2026, 4, 20 - days, hour, 5).getTime();
  const all = () => [now - 10_000, ago(0), ago(1), ago(3), ago(30), ago(400)].map((time) => listTime(time, now));
  settings.choose({ language: 'en' });
  assert.deepEqual(all(), ['now', '09:05', 'Yesterday', 'Sun', '20 Apr', '15 Apr 2025']);
  assert.equal(dayName(ago(30), now), '20 Apr Mon');

  settings.choose({ language: 'zh' });

  assert.deepEqual(all(), ['刚刚', '09:05', '昨天', '周日', '4月20日', '2025年4月15日']);
  assert.equal(listTime(0, now), '');
  settings.choose({ language: 'en' });
});

test('numbers are short', () => {
  assert.deepEqual([badge(1), badge(99), badge(100)], ['1', '99', '99+']);
  assert.deepEqual([sizeOf(0), sizeOf(1023), sizeOf(1536), sizeOf(20 * 1024 * 1024)], ['0 B', '1023 B', '1.5 KB', '20 MB']);
  assert.deepEqual([duration(300), duration(12_400), duration(65_000)], ['1″', '12″', '1′05″']);
});

test('people without a picture have their initials on one of twelve hues', () => {
  assert.deepEqual([faceOf('u-1', 'Ann Lee').initials, faceOf('u-1', '王小明').initials, faceOf('u-1', '').initials], ['AL', '王', '?']);
  assert.equal(faceOf('u-1', 'Ann').hue, faceOf('u-1', 'Other').hue);
  for (let i = 0; i < 100; i++) {
    assert.ok(faceOf(`u-${i}`, 'x').hue < 12);
  }
});
