import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../support/app.js';

const { show, calls, bytesOf } = createRequire(import.meta.url)(join(root, 'lib/patch.js'));

function createView(/** @type {any} */ data = {}) {
  const told = /** @type {any[]} */ ([]);
  return {
    told,
    data,
    setData(/** @type {any} */ change) {
      told.push(change);
      for (const [path, value] of Object.entries(change)) {
        const keys = path.replace(/\[(\d+)\]/g, '.$1').split('.');
        const last = /** @type {string} */ (keys.pop());
        keys.reduce((inner, key) => inner[key], this.data)[last] = structuredClone(value);
      }
    },
  };
}

const lines = (/** @type {number} */ from, /** @type {number} */ to) =>
  Array.from({ length: to - from }, (_, i) => ({ key: `k${from + i}`, text: `line ${from + i}`, state: 'sent', reactions: [] }));

test('what is the same is not told again', () => {
  const view = createView();
  show(view, { title: 'a', lines: lines(0, 3) });

  show(view, { title: 'a', lines: lines(0, 3) });

  assert.equal(view.told.length, 1);
});

test('one field of one line is one path', () => {
  const view = createView();
  show(view, { lines: lines(0, 50) });
  const next = lines(0, 50);
  next[7].state = 'read';

  show(view, { lines: next });

  assert.deepEqual(view.told[1], { 'lines[7].state': 'read' });
  assert.deepEqual(view.data.lines, next);
});

test('what comes at the end is told alone', () => {
  const view = createView();
  show(view, { lines: lines(0, 50) });

  show(view, { lines: lines(0, 52) });

  assert.deepEqual(Object.keys(view.told[1]), ['lines[50]', 'lines[51]']);
  assert.deepEqual(view.data.lines, lines(0, 52));
});

test('lists that move, shrink or empty end up right', () => {
  const view = createView();
  let seed = 7;
  const random = (/** @type {number} */ n) => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  for (let round = 0; round < 300; round++) {
    const from = random(40);
    const next = lines(from, from + random(60));
    next.filter(() => random(5) === 0).forEach((line) => { line.state = 'failed'; line.reactions = /** @type {any} */ ([{ emoji: '👍' }]); });

    show(view, { lines: next, nested: { a: { b: random(3) }, list: next.slice(0, random(4)) } });

    assert.deepEqual(view.data.lines, next, `round ${round}`);
  }
});

test('a large change goes in several calls, none of which is large', () => {
  const view = createView();
  const next = Array.from({ length: 120 }, (_, i) => ({ key: `k${i}`, text: '汉'.repeat(3_000) }));

  show(view, { lines: next });

  assert.ok(view.told.length > 3);
  assert.ok(view.told.every((call) => Buffer.byteLength(JSON.stringify(call)) <= 256 * 1024));
  assert.deepEqual(view.data.lines, next);
});

test('bytes are never counted too few', () => {
  for (const value of ['abc', '汉字', '👍🏽', { a: ['é', 1, null] }]) {
    assert.ok(bytesOf(value) >= Buffer.byteLength(JSON.stringify(value)));
  }
  assert.deepEqual(calls({}), []);
});
