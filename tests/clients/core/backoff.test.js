import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBackoff } from '../../../src/clients/core/src/backoff.js';

test('waits are drawn from nothing up to a limit that doubles from half a second to thirty', () => {
  const backoff = createBackoff(() => 1);
  const waits = Array.from({ length: 10 }, backoff.next);
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000, 30000]);
  assert.equal(createBackoff(() => 0).next(), 0);
});

test('a reset starts over', () => {
  const backoff = createBackoff(() => 1);
  backoff.next();
  backoff.next();
  backoff.reset();
  assert.equal(backoff.attempt, 0);
  assert.equal(backoff.next(), 500);
});

test('many attempts neither overflow nor exceed the limit', () => {
  const backoff = createBackoff(() => 1);
  for (let i = 0; i < 5_000; i++) {
    assert.ok(backoff.next() <= 30_000);
  }
});
