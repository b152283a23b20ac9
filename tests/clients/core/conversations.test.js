import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harness, message, messages, room, settle } from './harness.js';

const get = (h, id = 'r-1') => h.client.conversations.get(id);

test('pinned first, then by the newest message', async () => {
  const h = harness();
  await h.online({ rooms: [room({ id: 'a', updatedAt: 10 }), room({ id: 'b', updatedAt: 20 }),
    room({ id: 'c', updatedAt: 5, pinned: true })] });
  const ids = () => h.client.conversations.list().map(({ id }) => id);
  assert.deepEqual(ids(), ['c', 'b', 'a']);
  h.socket.say(message(1, { room: 'a' }));
  assert.deepEqual(ids(), ['c', 'a', 'b']);
});

test('messages of others count as unread, own ones and other events do not', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 10, readSeq: 7, unread: 3 })] });
  h.socket.say(message(11));
  h.socket.say({ type: 'event', room: 'r-1', seq: 12, kind: 'member', from: 'u-3', time: 1, change: 'joined', user: 'u-3' });
  h.socket.say({ type: 'event', room: 'r-1', seq: 13, kind: 'hologram', from: 'u-3', time: 1 });
  assert.equal(get(h).unread, 4);
  assert.equal(get(h).lastSeq, 13);
  h.socket.say(message(14, { from: 'u-1' }));
  assert.equal(get(h).unread, 0, 'sending implies having read');
});

test('events that the list already counts are not counted again on resume', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 2 })] });
  await h.openRoom(messages(1, 2));
  h.socket.close(1006);
  await h.clock.advance(500);
  await h.welcome({ rooms: [room({ lastSeq: 4, unread: 2 })] });
  h.socket.say(message(3), message(4), message(5));
  assert.equal(get(h).unread, 3);
});

test('reading clears the count at once and tells the server once, late and only upward', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 5, unread: 5 })] });
  await h.openRoom(messages(1, 5));
  h.client.markRead('r-1', 2);
  assert.equal(get(h).unread, 3);
  h.client.markRead('r-1', 5);
  h.client.markRead('r-1', 3);
  assert.equal(get(h).unread, 0);
  assert.equal(h.socket.of('read').length, 0);
  await h.clock.advance(500);
  assert.deepEqual(h.socket.of('read').map(({ seq }) => seq), [5]);
  await h.answer('read', { seq: 5 });
  h.client.markRead('r-1', 5);
  await h.clock.advance(5_000);
  assert.equal(h.socket.of('read').length, 1);
});

test('a mark made offline is kept, shown and sent with the next session', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 5, unread: 5 })] });
  await h.openRoom(messages(1, 5));
  h.socket.close(1006);
  h.client.markRead('r-1', 5);
  await h.clock.advance(500);
  await h.welcome({ rooms: [room({ lastSeq: 5, readSeq: 0, unread: 5 })] });
  assert.equal(get(h).unread, 0);
  assert.equal(get(h).readSeq, 5);
  assert.equal(h.socket.last('read').seq, 5);
});

test('reading on another device clears the count here', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 5, unread: 5 })] });
  h.socket.say({ type: 'read', room: 'r-1', user: 'u-1', seq: 5 });
  assert.equal(get(h).unread, 0);
  h.socket.say({ type: 'read', room: 'r-1', user: 'u-1', seq: 3 });
  assert.equal(get(h).readSeq, 5, 'marks never go back');
});

test('a mark in the middle counts what is held, or asks for what is not', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 5, unread: 5 }), room({ id: 'r-2', lastSeq: 9, unread: 9 })] });
  await h.openRoom(messages(1, 5));
  h.socket.say({ type: 'read', room: 'r-1', user: 'u-1', seq: 4 });
  assert.equal(get(h).unread, 1);
  h.socket.say({ type: 'read', room: 'r-2', user: 'u-1', seq: 4 });
  assert.equal(h.socket.last('room.get').room, 'r-2');
  await h.answer('room.get', { room: room({ id: 'r-2', lastSeq: 9, readSeq: 4, unread: 2 }) });
  assert.equal(get(h, 'r-2').unread, 2);
});

test('how far others have read is kept apart', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 5 })] });
  h.socket.say({ type: 'read', room: 'r-1', user: 'u-2', seq: 4 });
  assert.equal(get(h).peerReadSeq, 4);
  h.socket.say(message(6));
  assert.equal(get(h).peerReadSeq, 6, 'sending implies having read');
  assert.equal(get(h).readSeq, 0);
});

test('recalls and edits reach the line of the list', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 1, last: message(1) })] });
  h.socket.say({ type: 'event', room: 'r-1', seq: 2, kind: 'edit', from: 'u-2', time: 1, target: 1, version: 2, content: { kind: 'text', text: 'new' } });
  assert.equal(get(h).last.content.text, 'new');
  h.socket.say({ type: 'event', room: 'r-1', seq: 3, kind: 'recall', from: 'u-2', time: 1, target: 1 });
  assert.equal(get(h).last.recalled, true);
  assert.equal(get(h).last.content, undefined);
});

test('mentions count until they are read, those of everybody too', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 2, unread: 2, mentionUnread: 1 })] });
  await h.openRoom([message(1), message(2, { mentions: ['u-1'] })]);
  h.socket.say(message(3, { mentions: ['u-1', 'u-3'] }), message(4), message(5, { mentions: ['@all'] }), message(6, { mentions: ['u-3'] }));
  assert.deepEqual([get(h).unread, get(h).mentionUnread], [6, 3]);
  h.client.markRead('r-1', 3);
  assert.deepEqual([get(h).unread, get(h).mentionUnread], [3, 1]);
  h.socket.say({ type: 'read', room: 'r-1', user: 'u-1', seq: 6 });
  assert.equal(get(h).mentionUnread, 0);
  h.socket.say(message(7, { mentions: ['u-1'] }), message(8, { from: 'u-1', mentions: ['u-1'] }));
  assert.equal(get(h).mentionUnread, 0, 'sending implies having read');
});

test('mentions count to a hundred', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  h.socket.say(...messages(1, 120).map((event) => ({ ...event, mentions: ['u-1'] })));
  assert.deepEqual([get(h).unread, get(h).mentionUnread], [120, 100]);
});

test('the line has what the server says of the room', async () => {
  const h = harness();
  await h.online({ rooms: [room({ muted: true, muteAll: true, slowModeMs: 5_000, joinRule: 'approve' })] });
  const { silenced, pinned, muteAll, slowModeMs, joinRule } = get(h);
  assert.deepEqual({ silenced, pinned, muteAll, slowModeMs, joinRule },
    { silenced: true, pinned: false, muteAll: true, slowModeMs: 5_000, joinRule: 'approve' });
});

test('settings and what concerns this user reach the line', async () => {
  const h = harness();
  await h.online({ rooms: [room({ avatar: '/media/a', announcement: 'old' })] });
  const at = (seq, kind, fields) => ({ type: 'event', room: 'r-1', seq, kind, from: 'u-2', time: 1, ...fields });
  h.socket.say(at(1, 'room', { change: 'settings', value: { muteAll: true, slowModeMs: 3_000, avatar: '' } }),
    at(2, 'room', { change: 'announcement', value: { announcement: 'new' } }),
    at(3, 'member', { change: 'role', user: 'u-1', role: 'admin' }),
    at(4, 'member', { change: 'muted', user: 'u-1', role: 'admin', until: 99 }),
    at(5, 'member', { change: 'muted', user: 'u-3', role: 'member', until: 50 }));
  const { muteAll, slowModeMs, avatar, announcement, role, mutedUntil } = get(h);
  assert.deepEqual({ muteAll, slowModeMs, avatar, announcement, role, mutedUntil },
    { muteAll: true, slowModeMs: 3_000, avatar: null, announcement: 'new', role: 'admin', mutedUntil: 99 });
  h.socket.say(at(6, 'room', { change: 'settings', value: { slowModeMs: 0 } }), at(7, 'member', { change: 'unmuted', user: 'u-1' }));
  assert.deepEqual([get(h).slowModeMs, get(h).mutedUntil, get(h).muteAll], [0, null, true]);
});

test('a jump in a room that is not open asks for its line, once', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 2 })] });
  h.socket.say(message(9), message(10));
  assert.equal(h.socket.of('room.get').length, 1);
  await h.answer('room.get', { room: room({ lastSeq: 10, unread: 8 }) });
  assert.equal(get(h).unread, 8);
});

test('a gap in a room that is not open asks for its line', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 2 })] });
  h.socket.say({ type: 'gap', room: 'r-1', after: 2, lastSeq: 400 });
  assert.equal(h.socket.last('room.get').room, 'r-1');
});

test('an answer that is older than what was pushed does not take the line back', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  const asked = h.client.getRoom('r-1');
  h.socket.say(message(1));
  await h.answer('room.get', { room: room({ lastSeq: 0, memberCount: 3 }) });
  await asked;
  assert.deepEqual([get(h).lastSeq, get(h).unread, get(h).memberCount], [1, 1, 3]);
});

test('room pushes bring rooms and take them away', async () => {
  const h = harness();
  await h.online();
  h.socket.say({ type: 'room', room: room({ id: 'r-9', name: 'New' }) }, message(1, { room: 'r-9' }));
  assert.deepEqual([get(h, 'r-9').name, get(h, 'r-9').unread], ['New', 1]);
  h.socket.say({ type: 'room', room: { id: 'r-9' }, removed: true });
  assert.equal(get(h, 'r-9'), null);
});

test('rooms that the next connect does not list are gone', async () => {
  const h = harness();
  await h.online({ rooms: [room(), room({ id: 'r-2' })] });
  h.socket.close(1006);
  await h.clock.advance(500);
  await h.welcome({ rooms: [room({ id: 'r-2' })] });
  assert.deepEqual(h.client.conversations.list().map(({ id }) => id), ['r-2']);
});

test('a list longer than connect tells is paged to its end', async () => {
  const h = harness();
  await h.online({ rooms: [room()], more: true });
  assert.equal(h.socket.last('rooms.list').cursor, undefined);
  await h.answer('rooms.list', { rooms: [room()], cursor: 'next' });
  assert.equal(h.socket.last('rooms.list').cursor, 'next');
  await h.answer('rooms.list', { rooms: [room({ id: 'r-2' })], cursor: null });
  assert.equal(h.client.conversations.list().length, 2);
});

test('a room that one only looked at is not in the list', async () => {
  const h = harness();
  await h.online();
  const asked = h.client.getRoom('lobby');
  await h.answer('room.get', { room: room({ id: 'lobby', name: 'Lobby', role: null }) });
  assert.equal((await asked).name, 'Lobby');
  assert.deepEqual(h.client.conversations.list(), []);
});

test('a rename reaches the list', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  h.socket.say({ type: 'event', room: 'r-1', seq: 1, kind: 'room', from: 'u-2', time: 1, change: 'renamed', value: { name: 'Crew' } });
  assert.equal(get(h).name, 'Crew');
});

test('people are looked up once, a few at a time, and learnt from members', async () => {
  const h = harness();
  await h.online({ rooms: [room({ id: 'dm-1', kind: 'dm', peer: { id: 'u-5', name: 'Eve' } })] });
  assert.equal(h.client.people.get('u-5').name, 'Eve');
  for (let i = 10; i < 20; i++) {
    h.client.people.get(`u-${i}`);
    h.client.people.get(`u-${i}`);
  }
  assert.equal(h.socket.of('user.get').length, 4);
  await h.answer('user.get', { user: { id: 'u-13', name: 'Max' } });
  assert.equal(h.client.people.get('u-13').name, 'Max');
  assert.equal(h.socket.of('user.get').length, 5);
  const members = h.client.members('r-1');
  await h.answer('room.members', { members: [{ user: { id: 'u-40', name: 'Zoe' }, role: 'owner' }, null, { user: 5 }], cursor: null });
  assert.equal((await members).members.length, 1);
  assert.equal(h.client.people.get('u-40').name, 'Zoe');
});

test('another user on the same device starts with nothing of the first', async () => {
  const h = harness();
  await h.online({ rooms: [room()] });
  await h.openRoom(messages(1, 3));
  h.client.signOut();
  assert.deepEqual(h.client.conversations.list(), []);
  assert.deepEqual(h.client.view('r-1').rows, []);
  await settle();
});

test('comings and goings change how many are in, other changes of members do not', async () => {
  const h = harness();
  await h.online({ rooms: [room({ lastSeq: 1, memberCount: 1 })] });
  const member = (seq, change) => ({ type: 'event', room: 'r-1', seq, kind: 'member', from: 'u-1', time: 1, change, user: 'u-3' });
  h.socket.say(member(1, 'joined'), member(2, 'joined'), member(3, 'invited'), member(4, 'role'));
  assert.equal(get(h).memberCount, 3);
  h.socket.say(member(5, 'left'), member(6, 'removed'));
  assert.equal(get(h).memberCount, 1);
});
