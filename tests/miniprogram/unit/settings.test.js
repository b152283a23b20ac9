import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPhone } from '../support/phone.js';

test('language and look follow the phone until something is chosen, and the choice is kept', () => {
  const storage = new Map();
  const phone = createPhone('127.0.0.1:1', { storage });
  const settings = phone.load('lib/settings.js');
  let told = 0;
  settings.onChange(() => told++);
  assert.deepEqual([settings.language, settings.theme, settings.scale], ['en', 'light', 1]);

  phone.theme('dark');
  assert.equal(settings.theme, 'dark');
  settings.choose({ theme: 'light', language: 'zh' });
  phone.theme('dark');

  assert.deepEqual([settings.language, settings.theme, told], ['zh', 'light', 3]);
  const later = createPhone('127.0.0.1:1', { storage }).load('lib/settings.js');
  assert.deepEqual([later.language, later.theme], ['zh', 'light']);
});

test('drafts are kept, the newest hundred, and none is long', async () => {
  const storage = new Map();
  const phone = createPhone('127.0.0.1:1', { storage });
  const drafts = phone.load('lib/drafts.js');
  for (let i = 0; i < 130; i++) {
    drafts.keepDraft(`r-${i}`, '汉'.repeat(5_000));
  }
  drafts.keepDraft('r-129', '  ');

  await phone.until(() => storage.has('akkachat.drafts'), 'drafts to be stored');

  const later = createPhone('127.0.0.1:1', { storage }).load('lib/drafts.js');
  assert.equal(later.draftOf('r-128').length, 2_000);
  assert.equal(later.draftOf('r-129'), '');
  assert.equal(later.draftOf('r-3'), '');
  later.forgetDrafts();
  assert.equal(later.draftOf('r-128'), '');
});
