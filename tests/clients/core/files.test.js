import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harness, message, room, session, settle } from './harness.js';

const picture = (fields) => ({
  kind: 'image', body: 'blob', name: 'cat.png', mime: 'image/png', size: 1_000, width: 40, height: 30, preview: 'blob:1', ...fields,
});
const media = (fields) => ({
  url: '/media/abc', mime: 'image/jpeg', size: 900, width: 400, height: 300, thumb: '/media/abc/thumb', ...fields,
});
const rows = (h) => h.client.view('r-1').rows;

async function opened(options) {
  const h = harness({ baseUrl: 'https://chat.test', ...options });
  await h.online({ rooms: [room()], heartbeatMs: 3_600_000 });
  await h.openRoom([]);
  return h;
}

test('a file shows at once, uploads with progress, and is then sent', async () => {
  const h = await opened();
  const id = h.client.sendFile('r-1', picture(), { replyTo: 4, mentions: ['u-2'] });
  const [row] = rows(h);
  assert.deepEqual([row.state, row.upload, row.preview, row.content.kind, row.content.url],
    ['sending', { sent: 0, total: 1_000 }, 'blob:1', 'image', undefined]);
  await settle();
  const [task] = h.uploads;
  assert.equal(task.url, 'https://chat.test/api/v1/media');
  assert.deepEqual(task.headers, { authorization: 'Bearer token-1' });
  assert.deepEqual([task.body, task.name, task.mime], ['blob', 'cat.png', 'image/png']);
  // 1,200 bytes on the wire are the file's 1,000 and the form around it.
  task.onProgress(600, 1_200);
  assert.deepEqual(rows(h)[0].upload, { sent: 500, total: 1_000 });
  assert.equal(h.socket.of('send').length, 0);
  await task.answer(200, media());
  const { type, id: number, ...sent } = h.socket.last('send');
  assert.deepEqual(sent, {
    room: 'r-1', clientMsgId: id, mentions: ['u-2'], replyTo: 4,
    content: { kind: 'image', url: '/media/abc', thumb: '/media/abc/thumb', width: 400, height: 300, size: 900 },
  });
  assert.deepEqual([rows(h)[0].upload, rows(h)[0].state, rows(h)[0].key], [null, 'sending', row.key]);
  await h.ack({ seq: 1 });
  h.socket.say(message(1, { from: 'u-1', clientMsgId: id, content: sent.content }));
  assert.deepEqual([rows(h).length, rows(h)[0].preview, rows(h)[0].key], [1, 'blob:1', row.key], 'no flicker');
});

test('each kind becomes the content that the protocol has for it', async () => {
  const h = await opened();
  const sent = async (file, answer) => {
    h.client.sendFile('r-1', file);
    await settle();
    await h.uploads.at(-1).answer(200, answer);
    const { content } = h.socket.last('send');
    await h.ack({ seq: 1 });
    return content;
  };
  const none = { width: null, height: null, thumb: null };
  assert.deepEqual(await sent({ kind: 'voice', body: 'b', name: 'v.m4a', mime: 'audio/mp4', size: 9, durationMs: 1_200.6 },
    media({ mime: 'audio/mp4', size: 9, ...none })), { kind: 'voice', url: '/media/abc', durationMs: 1_201, size: 9 });
  assert.deepEqual((await sent({ kind: 'voice', body: 'b', name: 'v.m4a', mime: 'audio/mp4', size: 9, durationMs: 9, waveform: [0, 31] },
    media({ mime: 'audio/mp4', size: 9, ...none }))).waveform, [0, 31]);
  assert.deepEqual(await sent({ kind: 'video', body: 'b', name: 'v.mp4', mime: 'video/mp4', size: 9, width: 8, height: 6, durationMs: 5 },
    media({ mime: 'video/mp4', size: 9, ...none })), { kind: 'video', url: '/media/abc', width: 8, height: 6, durationMs: 5, size: 9 });
  assert.deepEqual(await sent({ kind: 'file', body: 'b', name: 'a.pdf', mime: 'application/pdf', size: 9 },
    media({ mime: 'application/octet-stream', size: 9, ...none })),
  { kind: 'file', url: '/media/abc', name: 'a.pdf', size: 9, mime: 'application/octet-stream' });
  assert.equal((await sent(picture({ name: 'odd.heic' }), media({ mime: 'application/octet-stream', ...none }))).kind, 'file',
    'what the server does not know as a picture is not shown as one');
});

test('files of a room go one at a time and keep their order; texts do not wait', async () => {
  const h = await opened();
  h.client.sendFile('r-1', picture({ name: '1.png' }));
  h.client.sendFile('r-1', picture({ name: '2.png' }));
  h.client.sendFile('r-2', picture({ name: '3.png' }));
  h.client.send('r-1', { kind: 'text', text: 'hi' });
  await settle();
  assert.deepEqual(h.uploads.map(({ name }) => name), ['1.png', '3.png']);
  assert.equal(h.socket.last('send').content.text, 'hi');
  await h.uploads[0].answer(200, media({ url: '/media/1' }));
  await settle();
  assert.deepEqual(h.uploads.map(({ name }) => name), ['1.png', '3.png', '2.png']);
});

test('a refused upload fails with its code and is tried again when its author says so', async () => {
  const h = await opened();
  const id = h.client.sendFile('r-1', picture());
  await settle();
  await h.uploads[0].answer(413, { code: 'too_large', temporary: false });
  assert.deepEqual([rows(h)[0].state, rows(h)[0].code], ['failed', 'too_large']);
  h.client.resend(id);
  assert.deepEqual([rows(h)[0].state, rows(h)[0].code, rows(h)[0].upload], ['sending', undefined, { sent: 0, total: 1_000 }]);
  await settle();
  await h.uploads[1].answer(200, media());
  assert.equal(h.socket.last('send').clientMsgId, id);
});

test('an upload that is cut off is tried again by itself, three times in all', async () => {
  const h = await opened();
  h.client.sendFile('r-1', picture());
  for (let i = 0; i < 3; i++) {
    await settle();
    await h.uploads[i].fail();
    await h.clock.advance(2_000);
  }
  assert.equal(h.uploads.length, 3);
  assert.deepEqual([rows(h)[0].state, rows(h)[0].code], ['failed', 'network']);
});

test('discarding ends the upload', async () => {
  const h = await opened();
  const id = h.client.sendFile('r-1', picture());
  await settle();
  h.client.discard(id);
  await settle();
  assert.equal(h.uploads[0].aborted, true);
  assert.deepEqual(rows(h), []);
  assert.equal(h.storage.get('outbox:u-1'), null);
  await h.clock.advance(60_000);
  assert.equal(h.uploads.length, 1);
  assert.equal(h.socket.of('send').length, 0);
});

test('a file that was on its way when the app ended is shown as lost, and can only be given up', async () => {
  const before = await opened();
  before.client.sendFile('r-1', picture());
  await settle();
  assert.ok(!before.storage.get('outbox:u-1').includes('blob:1'), 'a preview means nothing later');
  const after = await opened({ storage: before.storage });
  const [row] = rows(after);
  assert.deepEqual([row.state, row.code, row.upload], ['failed', 'upload_lost', null]);
  after.client.resend(row.clientMsgId);
  assert.equal(rows(after)[0].state, 'failed');
  assert.equal(after.uploads.length, 0);
  after.client.discard(row.clientMsgId);
  assert.equal(after.storage.get('outbox:u-1'), null);
});

test('a file that was uploaded survives a restart like any message', async () => {
  const before = await opened();
  const id = before.client.sendFile('r-1', picture());
  await settle();
  before.socket.close(1006);
  await before.uploads[0].answer(200, media());
  const after = await opened({ storage: before.storage });
  assert.equal(after.socket.last('send').clientMsgId, id);
  assert.equal(after.socket.last('send').content.url, '/media/abc');
});

test('signing out ends uploads', async () => {
  const h = await opened();
  h.client.sendFile('r-1', picture());
  await settle();
  h.client.signOut();
  assert.equal(h.uploads[0].aborted, true);
});

test('an upload of its own gives what the server kept', async () => {
  const h = await opened();
  const seen = [];
  const asked = h.client.upload({ body: 'b', name: 'me.png', mime: 'image/png', size: 100 },
    { onProgress: (sent, total) => seen.push([sent, total]) });
  await settle();
  h.uploads[0].onProgress(60, 120);
  h.uploads[0].onProgress(120, 120);
  await h.uploads[0].answer(200, media());
  assert.deepEqual(await asked, media());
  assert.deepEqual(seen, [[50, 100], [100, 100]]);
});

test('an upload is given up by its signal', async () => {
  const h = await opened();
  const control = new AbortController();
  const asked = assert.rejects(
    h.client.upload({ body: 'b', name: 'a', mime: '', size: 1 }, { signal: control.signal }), { code: 'aborted' });
  await settle();
  control.abort();
  await asked;
  assert.equal(h.uploads[0].aborted, true);
});

test('an upload with a token that the server refuses is sent again with a new one', async () => {
  const h = await opened();
  h.http.replies.push([200, session(h.clock, 2)]);
  const asked = h.client.upload({ body: 'b', name: 'a', mime: '', size: 1 });
  await settle();
  await h.uploads[0].answer(401, { code: 'token_expired' });
  await settle();
  assert.deepEqual(h.uploads[1].headers, { authorization: 'Bearer token-2' });
  await h.uploads[1].answer(200, media());
  assert.equal((await asked).url, '/media/abc');
});

test('an answer that is none is an error', async () => {
  const h = await opened();
  const asked = assert.rejects(h.client.upload({ body: 'b', name: 'a', mime: '', size: 1 }), { code: 'internal' });
  await settle();
  await h.uploads[0].answer(200, '<html>');
  await asked;
});
