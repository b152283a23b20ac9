import assert from 'node:assert/strict';
import { ann, bob, CHAT, CHATS, count, message, server, SETTLED_MS, step } from './story.js';

const LONG = 150;
const DRAWN_AT_MOST = 120;
const CUT_AFTER_MS = 300;
const NO_CONNECTION = /^(Reconnecting…|Offline\.)/;

step('the server is killed and comes back: nothing is lost, nothing comes twice', async () => {
  await ann.tap('Summer trip');
  await ann.at(CHAT);
  await bob.at(CHAT);
  await server.kill();
  await bob.see(NO_CONNECTION);
  await ann.say('written while nobody was there');
  await bob.say('me too');
  await message(ann, 'written while nobody was there').locator('[class*=glyph-clock]').waitFor();

  await server.start();

  await bob.see('written while nobody was there');
  await ann.see('me too');
  await bob.gone(NO_CONNECTION);
  assert.deepEqual([await count(ann, 'me too'), await count(bob, 'written while nobody was there')], [1, 1]);
});

step('to the background, frozen, and back: at once, with one socket, and nothing lost', async () => {
  const before = (await bob.host('sockets')).opened;
  await bob.host(`hide(${CUT_AFTER_MS})`);
  for (const words of ['one', 'two', 'three']) {
    await ann.say(words);
    await message(ann, words).locator('[class*="glyph-tick"]').waitFor();
  }
  assert.equal(await count(bob, 'three'), 0);

  await bob.host('show()');

  await bob.see('three');
  assert.deepEqual(await Promise.all(['one', 'two', 'three'].map((words) =>
    bob.find('message-text').getByText(words, { exact: true }).count())), [1, 1, 1]);
  const sockets = await bob.host('sockets');
  assert.deepEqual([sockets.opened - before, sockets.atOnce], [1, 1]);
});

step('a long room: what comes above moves nothing, and never all of it is drawn', async () => {
  const room = await bob.host('view.room');
  await ann.page.evaluate(([id, lines]) => {
    const { client } = /** @type {any} */ (window).__host.load('lib/client.js');
    for (let i = 0; i < lines; i++) {
      client.send(id, { kind: 'text', text: `line ${i} of many` });
    }
  }, /** @type {[string, number]} */ ([room, LONG]));
  await bob.see(`line ${LONG - 1} of many`);
  await bob.back();
  await bob.tap('Summer trip');
  await bob.see(`line ${LONG - 1} of many`);
  /** Scrolls, if told to; says how many messages are drawn, and where one is: the first that is seen, or the one with these words. */
  const look = (/** @type {{ scrollTo?: number, words?: string }} */ asked) => bob.page.evaluate(({ scrollTo, words }) => {
    const box = /** @type {Element} */ (document.querySelector('.mp-page:not([hidden]) wx-scroll-view'));
    if (scrollTo !== undefined) {
      box.scrollTop = scrollTo;
    }
    const edge = box.getBoundingClientRect().top;
    const texts = [...box.querySelectorAll('message-text')];
    const found = texts.find((one) => (words ? one.textContent?.includes(words) : one.getBoundingClientRect().top >= edge));
    return { drawn: texts.length, words: /line \d+ of many/.exec(found?.textContent ?? '')?.[0], top: Math.round(found?.getBoundingClientRect().top ?? NaN) };
  }, asked);

  const before = await look({ scrollTo: 200 });
  await bob.until(`document.querySelectorAll('.mp-page:not([hidden]) message-text').length > ${before.drawn}`);
  await bob.page.waitForTimeout(SETTLED_MS);
  const later = await look({ words: before.words });
  assert.ok(Math.abs(later.top - before.top) <= 2, `${before.words} went from ${before.top} to ${later.top}`);
  let most = 0;
  for (let i = 0; i < LONG && !(await bob.text('line 0 of many').isVisible()); i++) {
    most = Math.max(most, (await look({ scrollTo: 0 })).drawn);
    await bob.page.waitForTimeout(100);
  }
  await bob.see('line 0 of many');
  assert.ok(most <= DRAWN_AT_MOST, `${most} messages are drawn`);
  await bob.tap('Newest');
  await bob.see(`line ${LONG - 1} of many`);
});

step('the program is closed and started again: still signed in, and what was begun is there', async () => {
  await bob.write('half a thought');
  await bob.back();
  await bob.see('[Draft]');
  await bob.page.waitForTimeout(500);
  await bob.launch();
  await bob.at(CHATS);
  await bob.tap('Summer trip');
  await bob.until('document.querySelector(".mp-page:not([hidden]) composer textarea")?.value === "half a thought"');
  await bob.write('');
});
