import { test } from 'node:test';
import { startServer } from '../server.js';
import { assertOneLog, come, newest, talk, until } from './people.js';

const KILLS = 20;
/** Messages between two kills. */
const PROGRESS = 10;
const PACE_MS = 20;

test('a server that is killed twenty times loses nothing, doubles nothing and keeps one order', { timeout: 600_000 }, async (t) => {
  const server = await startServer();
  const people = [];
  try {
    people.push(await come(server, 'Ann'), await come(server, 'Bob'));
    const [ann, bob] = people;
    await until(() => people.every(({ status }) => status.state === 'online'), 'both to be online');
    const { id: room } = await ann.createRoom({ name: 'Storm', kind: 'channel', public: true });
    await bob.joinRoom(room);
    people.forEach((client) => client.openRoom(room));

    let goesOn = true;
    const talks = [talk(ann, room, 'Ann', () => goesOn, PACE_MS), talk(bob, room, 'Bob', () => goesOn, PACE_MS)];
    for (let kills = 0; kills < KILLS; kills++) {
      const seen = people.map((client) => newest(client, room));
      await until(() => people.every((client, place) => newest(client, room) >= seen[place] + PROGRESS),
        `the talk to go on after ${kills} kills`, () => people.map((client) => JSON.stringify(client.status)).join(' '));
      await server.kill();
      await server.start();
    }
    goesOn = false;
    const [annSaid, bobSaid] = await Promise.all(talks);

    await assertOneLog(server, room, [{ client: ann, name: 'Ann', said: annSaid }, { client: bob, name: 'Bob', said: bobSaid }]);
    t.diagnostic(`${annSaid + bobSaid} messages over ${KILLS} kills`);
  } finally {
    people.forEach((client) => client.stop());
    await server.stop();
  }
});
