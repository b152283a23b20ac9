import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../server.js';
import { openPage } from './wx.js';

const file = new URL('./page.js', import.meta.url);

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
before(async () => { server = await startServer(); });
after(() => server.stop());

const open = async () => {
  const opened = openPage(file, { port: server.port });
  await opened.until((data) => data.isOpen, 'the socket to open');
  return opened;
};

const say = async (/** @type {ReturnType<typeof openPage>} */ from, /** @type {string} */ text) => {
  const lines = from.page.data.lines.length;
  from.page.onInput({ detail: { value: text } });
  from.page.onSend();
  await from.until((data) => data.lines.some((line, i) => i >= lines && line.mine && line.text === text), `"${text}" to be sent`);
};

// An open socket is not yet in the lobby: one is in once it hears others.
const meet = async (/** @type {ReturnType<typeof openPage>} */ one, /** @type {ReturnType<typeof openPage>} */ other) => {
  for (const [from, to] of [[one, other], [other, one]]) {
    await say(from, 'hello?');
    const heard = to.until((data) => data.lines.some((line) => !line.mine), 'a greeting');
    const pace = setInterval(() => from.page.onInput({ detail: { value: 'hello?' } }) ?? from.page.onSend(), 100);
    await heard.finally(() => clearInterval(pace));
  }
};

const words = (/** @type {ReturnType<typeof openPage>} */ opened) =>
  opened.page.data.lines.filter(({ text }) => text !== 'hello?').map(({ mine, text }) => `${mine ? '>' : '<'} ${text}`);

test('two beginners’ pages chat through the server', async () => {
  const ann = await open();
  const bob = await open();
  await meet(ann, bob);
  const texts = ['hi Bob', '你好，世界', '<b>not bold</b>', '{"type":"connect"}', 'a\nb'];

  for (const text of texts) {
    await say(ann, text);
    await bob.until((data) => data.lines.some((line) => !line.mine && line.text === text), `Bob to hear "${text}"`);
    await say(bob, `${text}!`);
    await ann.until((data) => data.lines.some((line) => !line.mine && line.text === `${text}!`), `Ann to hear "${text}!"`);
  }

  assert.deepEqual(words(ann), texts.flatMap((text) => [`> ${text}`, `< ${text}!`]));
  assert.deepEqual(words(bob), texts.flatMap((text) => [`< ${text}`, `> ${text}!`]));
  assert.equal(ann.page.data.error, '');
  ann.close();
  await ann.until((data) => !data.isOpen, 'Ann’s socket to close');
  bob.close();
  await bob.until((data) => !data.isOpen, 'Bob’s socket to close');
});

test('a page that left hears nothing more, and the others go on', async () => {
  const ann = await open();
  const bob = await open();
  const cid = await open();
  await meet(ann, bob);
  await meet(ann, cid);
  cid.close();
  await cid.until((data) => !data.isOpen, 'Cid’s socket to close');

  await say(ann, 'now we are two');
  await bob.until((data) => data.lines.some((line) => line.text === 'now we are two'), 'Bob to hear it');

  assert.ok(!words(cid).includes('< now we are two'));
  ann.close();
  bob.close();
});
