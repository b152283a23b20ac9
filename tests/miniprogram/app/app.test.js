import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pages } from '../support/app.js';
import { startChromium } from '../support/chromium.js';
import { png } from '../support/pictures.js';
import { startServer } from '../support/server.js';
import { mp3 } from '../support/sounds.js';

/** @typedef {import('../support/chromium.js').Phone} Phone */

const CHATS = 'pages/conversations/conversations';
const CHAT = 'pages/chat/chat';
const RECORDED_MS = 1_400;
const LONG = 150;
const DRAWN_AT_MOST = 120;
const SETTLED_MS = 300;
const CUT_AFTER_MS = 300;
const NO_CONNECTION = /^(Reconnecting…|Offline\.)/;

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {Awaited<ReturnType<typeof startChromium>>} */
let chromium;
/** @type {Phone} */
let ann;
/** @type {Phone} */
let bob;
let bobsId = '';

before(async () => {
  server = await startServer();
  chromium = await startChromium();
  ann = await chromium.openPhone(server.host);
  bob = await chromium.openPhone(server.host, { options: { keyboard: 240 } });
});
after(async () => {
  await chromium?.stop();
  await server?.stop();
});

let broken = '';
/** A step of one story: what comes after a step that failed can't be told. */
const step = (/** @type {string} */ name, /** @type {() => any} */ run) => test(name, async () => {
  assert.equal(broken, '', 'an earlier step failed');
  try {
    await run();
  } catch (error) {
    broken = name;
    throw new Error(`${/** @type {Error} */ (error).stack}\n${await chromium.describe()}`);
  }
});

const base64 = (/** @type {Buffer} */ bytes) => bytes.toString('base64');
const key = (/** @type {Phone} */ phone, /** @type {string} */ name) =>
  phone.find('composer').getByRole('button', { name, exact: true }).first();
const message = (/** @type {Phone} */ phone, /** @type {string} */ words) =>
  phone.find('message').filter({ has: phone.page.locator('message-text').filter({ hasText: words }) }).last();
const count = (/** @type {Phone} */ phone, /** @type {string} */ words) => phone.find('message').filter({ hasText: words }).count();

async function signIn(/** @type {Phone} */ phone, /** @type {string} */ name) {
  await phone.find('wx-input input').fill(name);
  await phone.tap('Sign in as a guest');
  await phone.at(CHATS);
  await phone.see('No chats yet');
}

/** Opens the menu of a message, and chooses. */
async function act(/** @type {Phone} */ phone, /** @type {string} */ words, /** @type {string} */ action) {
  await phone.press(phone.find('message-text').getByText(words).last());
  await phone.tapOn(phone.find('action-bar').getByText(action, { exact: true }));
}

async function attach(/** @type {Phone} */ phone, /** @type {string} */ tile) {
  await phone.tapOn(key(phone, 'More'));
  await phone.tapOn(key(phone, tile));
}

async function chooseMember(/** @type {Phone} */ phone, /** @type {string} */ name, /** @type {string} */ action) {
  await phone.tap(name);
  await phone.choose(action);
}

step('the compiler has nothing to say', () => {
  assert.deepEqual(chromium.warnings, []);
});

step('the tutorial’s page, without an account', async () => {
  for (const phone of [ann, bob]) {
    await phone.launch();
    await phone.at('pages/login/login');
    await phone.tap('Open the tutorial’s page');
    await phone.see('connected');
  }
  // An open socket is in the lobby only once it hears others.
  const draft = (/** @type {Phone} */ phone) => phone.find('wx-input input');
  for (let i = 0; (await bob.find('[class~=line]').count()) === 0; i++) {
    await draft(ann).fill(`hello ${i}`);
    await ann.tap('Send');
    await ann.page.waitForTimeout(100);
  }
  await draft(bob).fill('<b>{{raw}}</b>');
  await draft(bob).press('Enter');
  await ann.see('<b>{{raw}}</b>');
  for (const phone of [ann, bob]) {
    await phone.back();
    await phone.at('pages/login/login');
  }
});

step('two people sign in as guests, and are asked about notices by a tap', async () => {
  await signIn(ann, 'Ann');
  await signIn(bob, 'Bob');
  await ann.tap('Turn on');
  await ann.page.getByText('You’ll be told about the next message.').waitFor();
  await ann.gone('Turn on');
});

step('the id is copied from the profile, after consent to the privacy guide', async () => {
  await bob.tab('Me');
  await bob.tap('Bob');
  await bob.at('more/profile/profile');
  await bob.tap('User id');
  await bob.see('Your privacy');
  await bob.tap('Agree');
  await bob.gone('Your privacy');
  bobsId = (await bob.calls('setClipboardData'))[0].data;
  assert.match(bobsId, /^\w/);
  await bob.back();
  await bob.tab('Chats');
});

step('a chat begins by id; text goes both ways, is counted and read', async () => {
  await ann.tab('Contacts');
  await ann.see('Nobody here yet');
  await ann.tap('Chat by user id');
  await ann.page.locator('.mp-modal textarea').fill(bobsId);
  await ann.choose('OK');
  await ann.at(CHAT);
  await ann.see('Be the first to say something.');
  await ann.say('hello 你好');
  await ann.see('hello 你好');

  await bob.see('hello 你好');
  await bob.page.locator('.mp-tab .mp-badge').getByText('1').first().waitFor();
  await bob.tap('Ann');
  await bob.at(CHAT);
  await bob.say('hi Ann');
  await ann.see('hi Ann');
  await message(ann, 'hello 你好').locator('[class*=glyph-ticks]').waitFor();
});

step('a picture', async () => {
  const picture = png(160, 120);
  await ann.answerFiles('chooseMedia', [{ base64: base64(picture), type: 'image/png', name: 'a.png', fileType: 'image' }]);
  await attach(ann, 'Photo');
  await ann.tap('Agree');
  const drawn = bob.find('message-image img');
  await drawn.waitFor();
  await bob.until('[...document.querySelectorAll("message-image img")].some((one) => one.naturalWidth > 0)');
  await bob.tapOn(drawn);
  await bob.until('__host.log.some(({ api }) => api === "previewImage")');
  assert.equal(await ann.find('message-image').count(), 1);
});

step('voice: held, slid away, heard', async () => {
  await ann.tapOn(key(ann, 'Hold to talk'));
  const hold = ann.find('composer').getByText('Hold to talk', { exact: true });
  // The first press is only asked whether it may.
  await (await ann.hold(hold))();
  await ann.answerFiles('record', [{ base64: base64(mp3()), type: 'audio/mpeg' }]);
  const release = await ann.hold(hold, { forMs: RECORDED_MS });
  await ann.see('Release to send');
  await release();
  await ann.find('message-voice').waitFor();

  await ann.answerFiles('record', [{ base64: base64(mp3()), type: 'audio/mpeg' }]);
  const cancel = await ann.hold(hold, { forMs: RECORDED_MS, by: { x: 0, y: -160 } });
  await ann.see('Release to cancel');
  await cancel();
  await ann.see('Hold to talk');
  await ann.tapOn(key(ann, 'Keyboard'));

  const voice = bob.find('message-voice');
  await bob.tapOn(voice);
  await voice.locator('[class*=playing]').waitFor();
  await voice.locator('[class*=playing]').waitFor({ state: 'hidden' });
  assert.equal(await voice.count(), 1);
});

step('a file and a place', async () => {
  await ann.answerFiles('chooseMessageFile', [
    { base64: base64(Buffer.from('%PDF-1.4\n%%EOF\n')), type: 'application/pdf', name: 'Plan for the summer.pdf' },
  ]);
  await attach(ann, 'File');
  await bob.tap('Plan for the summer.pdf');
  await bob.until('__host.log.some(({ api }) => api === "openDocument")');
  await ann.answer('chooseLocation', { name: 'Old Tower', address: 'Hill Road 1', latitude: 31.2, longitude: 121.5 });
  await attach(ann, 'Location');
  await bob.tap('Old Tower');
  await bob.until('__host.log.some(({ api }) => api === "openLocation")');
});

step('emoji, quote, edit, reaction, recall', async () => {
  await ann.tapOn(key(ann, 'Emoji'));
  await ann.tapOn(ann.find('emoji-panel').getByText('😀', { exact: true }));
  await ann.tapOn(key(ann, 'Send'));
  await bob.see('😀');

  await ann.say('shall we meet at nine?');
  await bob.see('shall we meet at nine?');
  await act(bob, 'shall we meet at nine?', 'Reply');
  await bob.find('composer').getByText('shall we meet at nine?').waitFor();
  await bob.say('yes, there');
  await message(ann, 'yes, there').getByText('shall we meet at nine?').waitFor();

  await act(ann, 'shall we meet at nine?', 'Edit');
  await ann.find('composer').getByText('Editing a message').waitFor();
  await ann.say('shall we meet at ten?');
  await message(bob, 'yes, there').getByText('shall we meet at ten?').waitFor();
  await message(bob, 'shall we meet at ten?').getByText('edited').first().waitFor();

  await bob.press(message(bob, 'yes, there').getByText('yes, there'));
  await bob.tapOn(bob.find('action-bar').getByText('👍'));
  await ann.tapOn(message(ann, 'yes, there').getByText('👍'));
  await message(bob, 'yes, there').getByText('2').waitFor();

  await ann.say('a slip');
  await bob.see('a slip');
  await act(ann, 'a slip', 'Recall');
  await ann.choose('Recall');
  await bob.see('Ann recalled a message');
  await ann.tap('Edit again');
  assert.equal(await ann.find('composer textarea').inputValue(), 'a slip');
  await ann.write('');
});

step('a group: members, announcement, roles, silence', async () => {
  await ann.back();
  await ann.tab('Contacts');
  await ann.tap('New group');
  await ann.at('more/pick/pick');
  await ann.find('wx-input input').fill('Summer trip');
  await ann.tap('Bob');
  await ann.see('1 chosen');
  await ann.tap('Create');
  await ann.at(CHAT);
  await ann.see('Summer trip (2)');
  await bob.back();
  await bob.tap('Summer trip');
  await bob.see('Summer trip (2)');

  await ann.tap('Chat info');
  await ann.at('more/info/info');
  await ann.tap('Announcement');
  await ann.page.locator('.mp-modal textarea').fill('We leave on Friday at seven');
  await ann.choose('OK');
  await bob.see('We leave on Friday at seven');

  await chooseMember(ann, 'Bob', 'Make admin');
  await ann.see('Admin');
  await bob.see('Bob is now Admin');
  await chooseMember(ann, 'Bob', 'Take admin away');
  await ann.gone('Admin');

  await chooseMember(ann, 'Bob', 'Mute for an hour');
  await ann.see('muted');
  await bob.see('You can’t speak here for now');
  await chooseMember(ann, 'Bob', 'Let speak');
  await bob.gone('You can’t speak here for now');

  await ann.tapOn(ann.find('[class~=row]').filter({ hasText: 'Only admins may speak' }).locator('wx-switch'));
  await bob.see('Only owners and admins may speak');
  await ann.tapOn(ann.find('[class~=row]').filter({ hasText: 'Only admins may speak' }).locator('wx-switch'));
  await bob.gone('Only owners and admins may speak');
});

step('mentions, readers, forwarding', async () => {
  await bob.back();
  await bob.at(CHATS);
  await ann.back();
  await ann.at(CHAT);
  await ann.find('composer textarea').pressSequentially('tickets: @bo');
  await ann.tapOn(ann.find('composer').getByText('Bob', { exact: true }));
  await ann.tapOn(key(ann, 'Send'));
  await bob.see('[You were mentioned]');
  await bob.tap('Summer trip');
  await bob.see('@Bob');

  await act(ann, 'tickets:', 'Read by');
  await ann.at('more/receipts/receipts');
  await ann.see('Bob');
  await ann.back();

  await act(ann, 'tickets:', 'Forward');
  await ann.at('more/pick/pick');
  await ann.tap('Bob');
  await ann.choose('OK');
  await ann.page.getByText('Forwarded', { exact: true }).waitFor();
  await ann.back();
  await ann.tab('Chats');
  await ann.tap('Bob');
  await ann.see('Forwarded from Ann');
  await ann.back();
});

step('found by a word, from everywhere', async () => {
  await ann.tap('Search');
  await ann.at('more/search/search');
  await ann.see('Find chats and messages');
  await ann.find('wx-input input').fill('ten');
  await ann.tapOn(ann.find('[class~=hit]').first());
  await ann.at(CHAT);
  await ann.see('shall we meet at ten?');
  await ann.back();
  await ann.back();
});

step('chats are pinned and silenced by a swipe, and pulled down', async () => {
  const item = ann.find('conversation-item').filter({ hasText: 'Summer trip' });
  await (await ann.hold(item, { by: { x: -120, y: 0 } }))();
  await ann.tapOn(item.getByText('Pin', { exact: true }));
  await ann.find('conversation-item').first().filter({ hasText: 'Summer trip' }).waitFor();
  await ann.press(item.getByText('Summer trip'));
  await ann.tapOn(item.getByText('Mute', { exact: true }));
  await item.locator('[class*=glyph-silent]').waitFor();
  await ann.host('pullDown()');
});

step('somebody is blocked, and unblocked', async () => {
  await ann.tab('Contacts');
  await ann.tap('Bob');
  await ann.at('more/profile/profile');
  await ann.tap('Block');
  await ann.choose('Block');
  await ann.see('Unblock');
  await ann.back();
  await ann.tab('Me');
  await ann.tap('Blocked people');
  await ann.at('more/blocks/blocks');
  await ann.see('Bob');
  await ann.tap('Unblock');
  await ann.see('You have blocked nobody.');
  await ann.back();
  await ann.tab('Chats');
});

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
