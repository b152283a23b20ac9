import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../support/app.js';

const { createWindow, MOST } = createRequire(import.meta.url)(join(root, 'lib/window.js'));

const lines = (/** @type {number} */ from, /** @type {number} */ to) => Array.from({ length: to - from }, (_, i) => ({ key: `k${from + i}` }));
const keys = (/** @type {any} */ cut) => [cut.lines[0]?.key, cut.lines.at(-1)?.key];

test('it begins at the end, and stays there when more comes', () => {
  const view = createWindow();
  assert.deepEqual(keys(view.cut(lines(0, 5_000))), ['k4960', 'k4999']);

  const cut = view.cut(lines(0, 5_003));

  assert.deepEqual(keys(cut), ['k4960', 'k5002']);
  assert.equal(cut.after, 0);
});

test('however many come at the end, few are drawn', () => {
  const view = createWindow();
  for (let end = 40; end < 3_000; end += 7) {
    assert.ok(view.cut(lines(0, end)).lines.length <= MOST);
  }
});

test('upwards it grows, then lets go below; downwards it comes back', () => {
  const all = lines(0, 5_000);
  const view = createWindow();
  view.cut(all);
  const seen = [];
  while (view.up(all)) {
    const cut = view.cut(all);
    assert.ok(cut.lines.length <= MOST);
    seen.push(cut.lines[0].key);
  }
  assert.equal(seen.at(-1), 'k0');
  assert.equal(new Set(seen).size, seen.length);
  assert.equal(view.atEnd, false);

  while (view.down(all)) {
    assert.ok(view.cut(all).lines.length <= MOST);
  }

  assert.equal(view.cut(all).after, 0);
  assert.ok(view.atEnd);
});

test('what is put before moves nothing', () => {
  const view = createWindow();
  view.cut(lines(1_000, 1_040));
  view.hold(lines(1_000, 1_040));

  assert.deepEqual(keys(view.cut(lines(950, 1_045))), ['k1000', 'k1039']);
});

test('it can be held while more comes, and let to the end again', () => {
  const view = createWindow();
  view.cut(lines(0, 50));
  view.hold(lines(0, 50));
  const held = view.cut(lines(0, 60));
  assert.deepEqual([held.lines.at(-1)?.key, held.after], ['k49', 10]);

  view.toEnd();

  assert.deepEqual(keys(view.cut(lines(0, 60))), ['k20', 'k59']);
});

test('it goes around any line', () => {
  const view = createWindow();
  view.around(lines(0, 5_000), 'k2500');

  const cut = view.cut(lines(0, 5_000));

  assert.ok(cut.lines.some(({ key }) => key === 'k2500'));
  assert.equal(cut.lines.length, 40);
});

test('nothing at all is nothing', () => {
  const view = createWindow();

  assert.deepEqual(view.cut([]), { lines: [], before: 0, after: 0 });
  assert.equal(view.up([]), false);
  assert.equal(view.down([]), false);
});
