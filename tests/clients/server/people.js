import assert from 'node:assert/strict';
import WebSocket from 'ws';
import { createChatClient } from '../../../src/clients/core/src/index.js';
import { nodeTransport, nodeUpload } from '../../../src/clients/core/src/transports/node.js';

const PATIENCE_MS = 180_000;
const PACE_MS = 50;

/** @typedef {import('../../../src/clients/core/src/chat-client.js').ChatClient} ChatClient */
/** @typedef {import('../../../src/clients/core/src/types.js').Transport} Transport */

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns {Transport} what the network does to nobody */
export const cleanTransport = () => nodeTransport(WebSocket);

/**
 * Somebody signed in over the real network, as a new guest.
 *
 * @param {import('../server.js').Server} server
 * @param {string} name
 * @param {Transport} [transport]
 */
export async function come(server, name, transport = cleanTransport()) {
  const client = createChatClient({
    baseUrl: server.url,
    socketUrl: `${server.url.replace('http', 'ws')}/ws`,
    transport,
    upload: nodeUpload(),
    deviceId: `d-${name}`,
    platform: 'bot',
  });
  await client.signIn('guest', { name });
  return client;
}

/**
 * Asks again and again until the answer is yes.
 *
 * @param {() => boolean} isSo
 * @param {string} what
 * @param {() => unknown} [seen] what to tell when it never came
 */
export async function until(isSo, what, seen = () => '') {
  const end = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    assert.ok(Date.now() < end, `Waited in vain for ${what}. ${seen()}`);
    await pause(PACE_MS);
  }
}

/** @param {ChatClient} client @param {string} room */
export const texts = (client, room) => client.view(room).rows.filter(({ kind }) => kind === 'message')
  .map(({ seq, from, state, content }) => ({ seq, from, state, text: content?.text }));

/** @param {ChatClient} client @param {string} room */
export const newest = (client, room) => Math.max(0, ...client.view(room).rows.map(({ seq }) => seq ?? 0));

/**
 * Says numbered messages, one after the other, until told to end; gives how many it said.
 *
 * @param {ChatClient} client
 * @param {string} room
 * @param {string} name
 * @param {() => boolean} goesOn
 * @param {number} paceMs
 */
export async function talk(client, room, name, goesOn, paceMs) {
  let said = 0;
  while (goesOn()) {
    client.send(room, { kind: 'text', text: `${name} ${++said}` });
    await pause(paceMs);
  }
  return said;
}

/**
 * Everything said is there for everybody, once, in one order, which is the server's; and what one person said stands in
 * the order in which they said it.
 *
 * @param {import('../server.js').Server} server
 * @param {string} room
 * @param {{ client: ChatClient, name: string, said: number }[]} people
 */
export async function assertOneLog(server, room, people) {
  const total = people.reduce((sum, { said }) => sum + said, 0);
  for (const { client, name } of people) {
    const all = () => texts(client, room);
    await until(() => all().length >= total && all().every(({ state }) => state === 'sent'), `${name} to have everything`,
      () => `${all().length} of ${total}, ${all().filter(({ state }) => state !== 'sent').length} of them not sent; `
        + people.map((one) => JSON.stringify(one.client.status)).join(' '));
  }
  const reader = await come(server, 'Reader');
  try {
    await until(() => reader.status.state === 'online', 'a reader to be online');
    await reader.joinRoom(room);
    reader.openRoom(room);
    assert.ok(await reader.loadUpTo(room, 1), 'the whole log is loaded');
    const log = texts(reader, room);
    assert.equal(log.length, total, 'the log has what was said, and nothing twice');
    for (const { client, name, said } of people) {
      assert.deepEqual(texts(client, room), log, `${name} sees what the log has, in its order`);
      const own = log.filter(({ text }) => text?.startsWith(`${name} `)).map(({ text }) => text);
      assert.deepEqual(own, Array.from({ length: said }, (_, index) => `${name} ${index + 1}`));
    }
  } finally {
    reader.stop();
  }
}
