import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createPhone } from '../support/phone.js';
import { startServer } from '../support/server.js';
import { startWeChat } from '../support/wechat.js';

const CHATS = 'pages/conversations/conversations';

/** @type {Awaited<ReturnType<typeof startWeChat>>} */
let weChat;
/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {ReturnType<typeof createPhone>[]} */
const phones = [];
before(async () => {
  weChat = await startWeChat();
  server = await startServer(weChat.args);
});
after(async () => {
  phones.forEach((phone) => phone.stop());
  await server.stop();
  await weChat.stop();
});

/** A phone on the login page, and what `wx.login` gives it. @param {string[]} codes */
async function open(...codes) {
  const phone = createPhone(server.host);
  phones.push(phone);
  phone.answers.login = codes;
  await phone.launch();
  assert.equal(phone.page.route, 'pages/login/login');
  return phone;
}

const signedIn = (/** @type {ReturnType<typeof createPhone>} */ phone) =>
  phone.until(() => phone.page.route === CHATS && phone.page.data.state === 'empty', 'the empty list');

test('a code of wx.login signs in, and the same person is the same on another phone', async () => {
  weChat.knows('code-1', 'open-ann');
  weChat.knows('code-2', 'open-ann');
  weChat.knows('code-3', 'open-bob');
  const ids = [];
  for (const code of ['code-1', 'code-2', 'code-3']) {
    const phone = await open(code);
    phone.page.onWeChat();
    await signedIn(phone);
    ids.push(phone.load('lib/client.js').client.me.id);
  }

  assert.equal(ids[0], ids[1]);
  assert.notEqual(ids[0], ids[2]);
});

test('a code that WeChat refuses is said on the page, and the next one is tried', async () => {
  weChat.knows('code-5', 'open-cid');
  const phone = await open('code-4', 'code-5');

  phone.page.onWeChat();
  await phone.until(() => phone.page.data.trouble !== '' && !phone.page.data.busy, 'the refusal');
  assert.equal(phone.page.data.code, 'unauthorized');
  assert.equal(phone.page.route, 'pages/login/login');

  phone.page.onWeChat();
  await signedIn(phone);
});
