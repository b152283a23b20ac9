import assert from 'node:assert/strict';
import { pages } from '../support/app.js';
import { chromium, step } from './story.js';
import './messages.js';
import './groups.js';
import './losses.js';
import './looks.js';

step('every page was used, nothing was complained about, and no setData was large', async () => {
  const visited = new Set();
  const lives = [];
  for (const phone of chromium.phones) {
    for (const life of await phone.lives()) {
      life.visited.forEach((/** @type {string} */ path) => visited.add(path));
      lives.push(life.setData);
    }
  }
  const largest = lives.reduce((one, other) => (other.largest > one.largest ? other : one));
  const calls = lives.reduce((sum, counts) => sum + counts.calls, 0);
  console.log(`in Chromium: largest setData ${(largest.largest / 1024).toFixed(1)} KB (${largest.where}) in ${calls} calls`);

  assert.deepEqual(chromium.phones.flatMap(({ problems }) => problems), []);
  assert.deepEqual(pages.filter((path) => !visited.has(path)), []);
});
