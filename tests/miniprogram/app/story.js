import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startChromium } from '../support/chromium.js';
import { startServer } from '../support/server.js';

// One story of two people with their phones, told by the files beside this one, each going on where the other ended.

/** @typedef {import('../support/chromium.js').Phone} Phone */

export const CHATS = 'pages/conversations/conversations';
export const CHAT = 'pages/chat/chat';
export const SETTLED_MS = 300;

/** @type {Awaited<ReturnType<typeof startServer>>} */
export let server;
/** @type {Awaited<ReturnType<typeof startChromium>>} */
export let chromium;
/** @type {Phone} */
export let ann;
/** @type {Phone} */
export let bob;

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
export const step = (/** @type {string} */ name, /** @type {() => any} */ run) => test(name, async () => {
  assert.equal(broken, '', 'an earlier step failed');
  try {
    await run();
  } catch (error) {
    broken = name;
    throw new Error(`${/** @type {Error} */ (error).stack}\n${await chromium.describe()}`);
  }
});

export const base64 = (/** @type {Buffer} */ bytes) => bytes.toString('base64');
export const key = (/** @type {Phone} */ phone, /** @type {string} */ name) =>
  phone.find('composer').getByRole('button', { name, exact: true }).first();
export const message = (/** @type {Phone} */ phone, /** @type {string} */ words) =>
  phone.find('message').filter({ has: phone.page.locator('message-text').filter({ hasText: words }) }).last();
export const count = (/** @type {Phone} */ phone, /** @type {string} */ words) => phone.find('message').filter({ hasText: words }).count();

export async function signIn(/** @type {Phone} */ phone, /** @type {string} */ name) {
  await phone.find('wx-input input').fill(name);
  await phone.tap('Sign in as a guest');
  await phone.at(CHATS);
  await phone.see('No chats yet');
}

/** Opens the menu of a message, and chooses. */
export async function act(/** @type {Phone} */ phone, /** @type {string} */ words, /** @type {string} */ action) {
  await phone.press(phone.find('message-text').getByText(words).last());
  await phone.tapOn(phone.find('action-bar').getByText(action, { exact: true }));
}

export async function attach(/** @type {Phone} */ phone, /** @type {string} */ tile) {
  await phone.tapOn(key(phone, 'More'));
  await phone.tapOn(key(phone, tile));
}

export async function chooseMember(/** @type {Phone} */ phone, /** @type {string} */ name, /** @type {string} */ action) {
  await phone.tap(name);
  await phone.choose(action);
}
