import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../server.js';
import { lossyTransport, seeded } from './lossy-transport.js';
import { assertOneLog, cleanTransport, come, talk, until } from './people.js';

const MESSAGES = 40;
const PACE_MS = 100;

test('over a network that loses, doubles, delays and cuts, the core comes to what the server has', { timeout: 600_000 }, async (t) => {
  const server = await startServer();
  const networks = [1, 2].map((seed) => lossyTransport(cleanTransport(), {
    random: seeded(seed), loss: 0.1, twice: 0.05, delayMs: 40, cutMs: 2_000,
  }));
  const people = [];
  const owner = await come(server, 'Owner');
  try {
    await until(() => owner.status.state === 'online', 'the owner to be online');
    const { id: room } = await owner.createRoom({ name: 'Weak', kind: 'channel', public: true });
    for (const [place, name] of ['Ann', 'Bob'].entries()) {
      const client = await come(server, name, networks[place]);
      people.push(client);
    }
    await owner.invite(room, people.map(({ me }) => me?.id ?? ''));
    people.forEach((client) => client.openRoom(room));

    let left = [MESSAGES, MESSAGES];
    const said = await Promise.all(people.map((client, place) =>
      talk(client, room, ['Ann', 'Bob'][place], () => left[place]-- > 0, PACE_MS)));

    await assertOneLog(server, room, people.map((client, place) => ({ client, name: ['Ann', 'Bob'][place], said: said[place] })));
    for (const { counts } of networks) {
      assert.ok(counts.lost > 0 && counts.doubled > 0 && counts.cut > 0, JSON.stringify(counts));
      t.diagnostic(JSON.stringify(counts));
    }
  } finally {
    [owner, ...people].forEach((client) => client.stop());
    await server.stop();
  }
});
