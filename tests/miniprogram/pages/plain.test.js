import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createPhone } from '../support/phone.js';
import { startServer } from '../support/server.js';

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {ReturnType<typeof createPhone>[]} */
const phones = [];
before(async () => { server = await startServer(); });
after(async () => {
  phones.forEach((phone) => phone.stop());
  await server.stop();
});

async function open() {
  const phone = createPhone(server.host);
  phones.push(phone);
  await phone.launch('/pages/plain/plain');
  await phone.until(() => phone.page.data.state === 'open', 'the socket to open');
  return phone;
}

const words = (/** @type {any} */ phone) => phone.page.data.lines.map((/** @type {any} */ line) => `${line.mine ? '>' : '<'} ${line.text}`);

test('the tutorial’s page chats, and comes back when told to', async () => {
  const ann = await open();
  const bob = await open();
  const say = (/** @type {any} */ phone, /** @type {string} */ text) => {
    phone.page.onInput({ detail: { value: text } });
    phone.page.onSend();
  };
  // An open socket is not yet in the lobby: it is once it hears others.
  const pace = setInterval(() => say(ann, 'hello?'), 100);
  await bob.until(() => bob.page.data.lines.length > 0, 'Bob to hear');
  clearInterval(pace);

  say(bob, '<b>{{text}}</b>\n你好');
  await ann.until(() => words(ann).includes('< <b>{{text}}</b>\n你好'), 'Ann to hear');
  assert.equal(bob.page.data.draft, '');

  await server.kill();
  await ann.until(() => ann.page.data.state === 'closed', 'the loss to show');
  await server.start();
  ann.page.connect();
  await ann.until(() => ann.page.data.state === 'open', 'the socket to open again');
});
