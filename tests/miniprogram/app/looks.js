import assert from 'node:assert/strict';
import { ann, SETTLED_MS, step } from './story.js';

step('dark, by the phone and by choice; Chinese', async () => {
  const ground = () => ann.page.evaluate(() => getComputedStyle(/** @type {Element} */ (document.querySelector('.mp-page:not([hidden]) .root'))).backgroundColor);
  const bar = () => ann.page.evaluate(() => getComputedStyle(/** @type {Element} */ (document.querySelector('.mp-page:not([hidden]) .mp-nav'))).backgroundColor);
  const darkIcons = () => ann.page.evaluate(() => [.../** @type {NodeListOf<HTMLImageElement>} */ (document.querySelectorAll('.mp-page:not([hidden]) .mp-tab img'))]
    .filter((icon) => icon.naturalWidth > 0).map((icon) => icon.src.endsWith('-dark.png')));
  assert.deepEqual([await ground(), await bar()], ['rgb(247, 248, 250)', 'rgb(255, 255, 255)']);
  await ann.page.emulateMedia({ colorScheme: 'dark' });
  await ann.find('.theme-dark').waitFor();
  assert.deepEqual([await ground(), await bar()], ['rgb(17, 20, 24)', 'rgb(26, 31, 38)']);

  await ann.back();
  await ann.tab('Me');
  await ann.page.waitForTimeout(SETTLED_MS);
  assert.deepEqual(await darkIcons(), [true, true, true]);
  await ann.tap('Look');
  await ann.choose('Light');
  await ann.find('.theme-light').waitFor();
  await ann.page.waitForTimeout(SETTLED_MS);
  assert.deepEqual(await darkIcons(), [false, false, false]);
  assert.equal(await ground(), 'rgb(247, 248, 250)');
  await ann.tap('Language');
  await ann.choose('简体中文');
  await ann.see('退出登录');
  await ann.tab('聊天');
  await ann.see('Summer trip');
});

step('signing out leaves nothing behind', async () => {
  await ann.tab('我');
  await ann.tap('退出登录');
  await ann.choose('退出登录');
  await ann.at('pages/login/login');
  await ann.launch();
  await ann.at('pages/login/login');
});
