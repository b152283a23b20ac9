import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { files, pages, read, root, withExtension } from '../support/app.js';

const require = createRequire(import.meta.url);
const TABLE = require(join(root, 'lib/table.js'));

const forms = (/** @type {any} */ entry) => (typeof entry === 'string' ? [entry] : [entry.one, entry.other]);
const holes = (/** @type {string} */ text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test('every text is there in both languages, with the same holes', () => {
  for (const [key, entry] of Object.entries(TABLE)) {
    const [en, zh] = entry;
    assert.equal(entry.length, 2, key);
    assert.equal(typeof zh, 'string', key);
    for (const text of forms(en)) {
      assert.ok(text.trim() && zh.trim(), key);
      assert.deepEqual(holes(text), holes(zh), key);
    }
  }
});

test('every text that code asks for exists', () => {
  for (const path of files().filter((file) => file.endsWith('.js') && !file.startsWith('core/'))) {
    for (const [, key] of read(path).matchAll(/\b(?:t|asked|action)\('([a-z]+\.\w+)'/g)) {
      assert.ok(TABLE[key], `${path} asks for ${key}`);
    }
  }
});

test('every text that a template shows is among those that it gets', () => {
  for (const path of withExtension('.wxml')) {
    const stem = path.replace(/\.wxml$/, '');
    const code = files().filter((file) => dirname(file) === dirname(path) && file.endsWith('.js')).map(read).join('\n');
    const named = pages.includes(stem) ? /parts: \[([^\]]*)\]/.exec(code)?.[1] ?? '' : /section\(([^)]*)\)/.exec(code)?.[1] ?? '';
    const parts = [...(pages.includes(stem) ? ['common'] : []), ...[...named.matchAll(/'(\w+)'/g)].map(([, part]) => part)];
    for (const [, name] of read(path).matchAll(/\bs\.(\w+)/g)) {
      const part = parts.find((one) => typeof TABLE[`${one}.${name}`]?.[1] === 'string');
      assert.ok(part, `${path} shows s.${name}, which is not in ${parts}`);
      assert.equal(typeof TABLE[`${part}.${name}`][0], 'string', `${path}: s.${name} has forms`);
    }
  }
});

test('nothing stands in a template but names, marks and what comes from the table', () => {
  for (const path of withExtension('.wxml')) {
    const text = read(path).replace(/\{\{[^}]*\}\}/g, ' ').replace(/<[^>]*>/g, ' ');
    assert.doesNotMatch(text, /[A-Za-z\u4e00-\u9fff]/, path);
  }
});

test('every error of the protocol has a sentence', () => {
  const frames = read('../../../docs/protocol.md');
  const table = /\| code \| meaning \| temporary \|[\s\S]*?\n\n/.exec(frames)?.[0] ?? '';
  const codes = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);

  assert.ok(codes.length > 15);
  // These can't come of anything that a person does here.
  const known = codes.filter((code) => code !== 'unknown_type' && code !== 'token_expired');
  for (const code of known) {
    assert.ok(TABLE[`error.${code}`], code);
  }
});
