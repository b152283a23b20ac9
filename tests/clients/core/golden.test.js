import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { harness, message, room, session, settle } from './harness.js';

/** The frames that the server's tests pin down, one a file. */
const folder = fileURLToPath(new URL('../../AkkaChat.Tests/Golden/frames', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
const golden = (/** @type {string} */ name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));

const first = { lastSeq: 130, last: message(130, { room: 'r-42' }) };

async function online(user) {
  const h = harness({ user });
  await h.online({ rooms: [room({ id: 'r-42', ...first }), room({ id: 'dm-u-1.u-2', kind: 'dm' })] });
  await h.openRoom(Array.from({ length: 30 }, (_, i) => message(101 + i, { room: 'r-42' })), true, 'r-42');
  return h;
}

test('there are golden frames of every kind', () => {
  for (const kind of ['request.', 'answer.', 'push.']) {
    assert.ok(names.some((name) => name.startsWith(kind)), kind);
  }
});

for (const name of names.filter((other) => other.startsWith('push.'))) {
  test(`${name} is taken without harm`, async () => {
    const h = await online();
    const frame = golden(name);
    h.socket.say(frame, frame);
    await settle();
    assert.equal(h.client.status.state, 'online');
    if (frame.type === 'event' && frame.seq === 131) {
      assert.equal(h.client.view('r-42').last, 131);
      assert.equal(h.client.conversations.get('r-42').lastSeq, 131);
    }
  });
}

for (const name of names.filter((other) => other.startsWith('answer.'))) {
  test(`${name} settles its request`, async () => {
    const h = await online();
    const frame = golden(name);
    if (frame.type === 'pong' || frame.id === undefined) {
      h.socket.say(frame);
      return;
    }
    const asked = h.client.request('anything');
    h.socket.say({ ...frame, id: h.socket.last('anything').id });
    await (frame.type === 'error' ? assert.rejects(asked, { code: frame.code, temporary: frame.temporary }) : asked);
  });
}

test('answer.connect.json opens a session', async () => {
  const h = harness();
  h.client.start();
  await settle();
  h.socket.open();
  const answer = golden('answer.connect.json');
  h.socket.say({ ...answer, id: h.socket.last('connect').id });
  assert.equal(h.client.status.state, 'online');
  assert.deepEqual(h.client.conversations.list().map(({ id }) => id), answer.rooms.map(({ id }) => id));
});

test('a page of history, members and rooms read as what they say', async () => {
  const h = await online();
  const { events } = golden('answer.events.json');
  h.client.openRoom('r-43');
  await h.answer('history', { events: events.map((event) => ({ ...event, room: 'r-43' })), more: true });
  const [row] = h.client.view('r-43').rows;
  assert.deepEqual([row.recalled, row.version], [true, 2]);
  const members = h.client.members('r-42');
  const answer = golden('answer.members.json');
  await h.answer('room.members', answer.id && { members: answer.members, cursor: answer.cursor });
  assert.deepEqual((await members).members.map(({ user }) => user.id), answer.members.map(({ user }) => user.id));
});

test('every request that this client makes has a golden frame', () => {
  const known = new Set(names.filter((name) => name.startsWith('request.')).map((name) => golden(name).type));
  assert.deepEqual(Object.keys(makes).filter((type) => !known.has(type)), []);
});

test('a page of results reads as what it says', async () => {
  const h = await online();
  const found = h.client.search({ q: 'hi' });
  const { events, highlights, before } = golden('answer.search.json');
  await h.answer('search', { events, highlights, before });
  const page = await found;
  assert.deepEqual(page.hits.map((hit) => [hit.event.seq, hit.event.content.text, hit.highlights]),
    [[131, 'hi @Ann', [[0, 2], [4, 3]]]]);
  assert.equal(page.before, 'b-2');
});

test('receipts read as what they say', async () => {
  const h = await online();
  const asked = h.client.receipts('r-42', 131);
  const { id, type, ...answer } = golden('answer.receipts.json');
  await h.answer('receipts', answer);
  assert.deepEqual(await asked, { read: ['u-1'], unread: ['u-3', 'u-4'], readCount: 1, unreadCount: 2 });
});

test('presence is what the answer says, then what the push says', async () => {
  const h = await online();
  h.client.watchPresence(['u-2', 'u-3', 'u-9']);
  await h.clock.advance(500);
  await h.answer('presence', { states: golden('answer.presence.json').states });
  assert.deepEqual(['u-2', 'u-3', 'u-9'].map((id) => h.client.presence(id)), [
    { state: 'online', lastSeen: null }, { state: 'away', lastSeen: 1_790_000_000_123 }, { state: 'offline', lastSeen: null }]);
  h.socket.say(golden('push.presence.json'));
  assert.deepEqual(h.client.presence('u-2'), { state: 'offline', lastSeen: 1_790_000_000_123 });
});

test('each push does what it is there for', async () => {
  const h = await online({ id: 'u-7', name: 'Gil' });
  h.socket.say(golden('push.typing.json'));
  assert.deepEqual(h.client.typing('r-42'), ['u-1']);
  h.socket.say(golden('push.read.json'));
  assert.equal(h.client.conversations.get('r-42').peerReadSeq, 131);
  h.socket.say(golden('push.room.json'));
  const direct = h.client.conversations.get('dm-u-1.u-2');
  assert.deepEqual([direct.name, direct.silenced, direct.peer.id], ['Bob', true, 'u-2']);
  h.socket.say(golden('push.ping.json'));
  assert.equal(h.socket.of('pong').length, 1);
  const refused = [];
  h.client.on('refused', (id) => refused.push(id));
  h.socket.say(golden('push.room.refused.json'));
  assert.deepEqual(refused, ['r-42']);
  h.socket.say(golden('push.gap.json'));
  assert.equal(h.socket.last('history').room, 'r-42');
  h.socket.say(golden('push.room.removed.json'));
  assert.equal(h.client.conversations.get('r-42'), null);
  h.socket.say(golden('push.bye.json'));
  const { code } = golden('push.bye.json');
  h.socket.close(code);
  assert.equal(h.client.status.state, 'stopped');
});

test('each event does to the log what it says', async () => {
  const h = await online();
  const row = (seq) => h.client.row('r-42', seq);
  const at = (name, fields) => h.socket.say({ ...golden(name), room: 'r-42', ...fields });
  at('push.event.message.json', { seq: 131 });
  assert.deepEqual([row(131).content.text, row(131).mentions, row(131).replyTo], ['hi @Ann', ['u-1'], 118]);
  at('push.event.edit.json', { seq: 132, target: 131 });
  assert.deepEqual([row(131).content, row(131).edited], [golden('push.event.edit.json').content, true]);
  const { emoji } = golden('push.event.reaction.json');
  at('push.event.reaction.json', { seq: 133, target: 131 });
  assert.deepEqual(row(131).reactions, [{ emoji, count: 1, mine: true }]);
  at('push.event.recall.json', { seq: 134, target: 131 });
  assert.deepEqual([row(131).recalled, row(131).content, row(131).reactions], [true, null, []]);
  at('push.event.edit.recalled.json', { seq: 135 });
  at('push.event.message.forwarded.json', { seq: 136 });
  assert.deepEqual(row(136).forward, { from: 'u-9', time: 1_780_000_000_000 });
  at('push.event.message.recalled.json', { seq: 137 });
  assert.equal(row(137).recalled, true);
  at('push.event.message.edited.json', { seq: 138 });
  assert.equal(row(138).edited, true);
  at('push.event.member.json', { seq: 139 });
  at('push.event.member.muted.json', { seq: 140 });
  assert.equal(row(140).event.until, golden('push.event.member.muted.json').until);
  at('push.event.room.renamed.json', { seq: 141 });
  assert.equal(h.client.conversations.get('r-42').name, golden('push.event.room.renamed.json').value.name);
  at('push.event.room.settings.json', { seq: 142 });
  const { value } = golden('push.event.room.settings.json');
  const line = h.client.conversations.get('r-42');
  assert.deepEqual(Object.fromEntries(Object.keys(value).map((key) => [key, line[key]])), value);
  at('push.event.room.json', { seq: 143 });
  at('push.event.room.dissolved.json', { seq: 144 });
  assert.equal(h.client.view('r-42').last, 144);
});

/** What makes the client send each request; the golden frame gives the values. */
const makes = {
  background: (h, { on }) => h.client.setBackground(on),
  connect: () => null,
  'dm.open': (h, { user }) => h.client.openDirect(user),
  edit: (h, { room: id, target, content, version }) => h.client.edit(id, target, content, version),
  history: (h) => h.client.loadOlder('r-42'),
  ping: (h) => h.client.wake(),
  pong: (h) => h.socket.say({ type: 'ping' }),
  read: (h, { seq }) => {
    h.socket.say(message(131, { room: 'r-42' }));
    h.client.markRead('r-42', seq);
  },
  recall: (h, { room: id, target }) => h.client.recall(id, target),
  'room.create': (h, { room: id, ...fields }) => h.client.createRoom({ ...fields, id }),
  'room.get': (h, { room: id }) => h.client.getRoom(id),
  'room.join': (h, { room: id }) => h.client.joinRoom(id),
  'room.leave': (h, { room: id }) => h.client.leaveRoom(id),
  'room.members': (h, { room: id, cursor }) => h.client.members(id, cursor),
  'rooms.list': async (h) => {
    h.socket.close(1006);
    await h.clock.advance(500);
    await h.welcome({ more: true });
    await h.answer('rooms.list', { rooms: [], cursor: 'p-2' });
  },
  send: (h, { room: id, content, mentions, replyTo }) => h.client.send(id, content, { mentions, replyTo }),
  token: async (h) => {
    h.http.replies.push([200, session(h.clock, 2)]);
    for (let i = 0; i < 400 && !h.socket.last('token'); i++) {
      await h.clock.advance(10_000);
      h.socket.say({ type: 'pong' });
    }
  },
  presence: (h, { users }) => h.client.watchPresence(users),
  receipts: (h, { room: id, seq }) => h.client.receipts(id, seq),
  search: (h, { q, room: id, before, limit }) => h.client.search({ q, room: id, before, limit }),
  typing: (h, { room: id }) => h.client.setTyping(id),
  react: (h, { room: id, target, emoji, on }) => h.client.react(id, target, emoji, on),
  forward: (h, { from, targets, to }) => h.client.forward(from, targets, to),
  'room.update': (h, { room: id, type, id: number, ...fields }) => h.client.updateRoom(id, fields),
  'room.invite': (h, { room: id, users }) => h.client.invite(id, users),
  'room.remove': (h, { room: id, user }) => h.client.removeMember(id, user),
  'room.role': (h, { room: id, user, role }) => h.client.setRole(id, user, role),
  'room.mute': (h, { room: id, user, forMs }) => h.client.mute(id, user, forMs),
  'room.muteAll': (h, { room: id, on }) => h.client.muteAll(id, on),
  'room.ban': (h, { room: id, user }) => h.client.ban(id, user),
  'room.unban': (h, { room: id, user }) => h.client.unban(id, user),
  'room.bans': (h, { room: id, cursor }) => h.client.bans(id, cursor),
  'room.requests': (h, { room: id, cursor }) => h.client.joinRequests(id, cursor),
  'room.accept': (h, { room: id, user }) => h.client.accept(id, user),
  'room.refuse': (h, { room: id, user }) => h.client.refuse(id, user),
  'room.dissolve': (h, { room: id }) => h.client.dissolve(id),
  'room.pin': (h, { room: id, on }) => h.client.pin(id, on),
  'room.silence': (h, { room: id, on }) => h.client.silence(id, on),
  'user.block': (h, { user }) => h.client.block(user),
  'user.unblock': (h, { user }) => h.client.unblock(user),
  'user.blocks': (h, { cursor }) => h.client.blocks(cursor),
  'user.get': (h, { user }) => h.client.getUser(user),
  'user.update': (h, { name, avatar }) => h.client.updateUser({ name, avatar }),
};

const HAS_NO_ID = new Set(['ping', 'pong', 'typing']);

for (const name of names.filter((other) => other.startsWith('request.'))) {
  test(`${name} has the fields that this client sends`, async () => {
    const h = await online();
    const frame = golden(name);
    assert.ok(frame.type in makes, `nothing here makes ${frame.type}`);
    const made = makes[frame.type](h, frame);
    void Promise.resolve(made).catch(() => null);
    await (frame.type === 'token' || frame.type === 'rooms.list' ? made : settle());
    await h.clock.advance(500);
    const sent = h.socket.last(frame.type);
    assert.ok(sent, 'nothing was sent');
    const fields = (value) => Object.keys(value).filter((key) => !(HAS_NO_ID.has(frame.type) && key === 'id')).sort();
    assert.deepEqual(fields(sent), fields(frame));
    for (const key of fields(frame)) {
      assert.equal(Array.isArray(sent[key]) ? 'array' : typeof sent[key],
        Array.isArray(frame[key]) ? 'array' : key === 'id' ? typeof sent.id : typeof frame[key], key);
    }
  });
}
