import assert from 'node:assert/strict';
import { png } from '../support/pictures.js';
import { mp3 } from '../support/sounds.js';
import { act, ann, attach, base64, bob, CHAT, chromium, count, key, message, signIn, step } from './story.js';

/** @typedef {import('../support/chromium.js').Phone} Phone */

const RECORDED_MS = 1_400;

let bobsId = '';

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
