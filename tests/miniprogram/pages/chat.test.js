import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createPhone } from '../support/phone.js';
import { png } from '../support/pictures.js';
import { startServer } from '../support/server.js';

const CHATS = 'pages/conversations/conversations';
const CALL_AT_MOST = 256 * 1024;

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {ReturnType<typeof createPhone>[]} */
let phones = [];
before(async () => { server = await startServer(); });
after(async () => {
  phones.forEach((phone) => phone.stop());
  const largest = Math.max(...phones.map((phone) => phone.setData.largest));
  console.log(`largest setData ${Math.round(largest / 1024)} KB in ${phones.reduce((sum, phone) => sum + phone.setData.calls, 0)} calls`);
  await server.stop();
});

async function signIn(/** @type {string} */ name, kept = {}) {
  const phone = createPhone(server.host, kept);
  phones.push(phone);
  await phone.launch();
  assert.equal(phone.page.route, 'pages/login/login');
  phone.page.onName({ detail: { value: name } });
  phone.page.onGuest();
  await phone.until(() => phone.page.route === CHATS && phone.page.data.state === 'empty', 'the empty list');
  return phone;
}

async function enter(/** @type {ReturnType<typeof createPhone>} */ phone, room = 'lobby') {
  phone.page.onLobby();
  await phone.until(() => phone.page.route === 'pages/chat/chat' && phone.page.data.state === 'ready', `${room} to be ready`);
}

const me = (/** @type {ReturnType<typeof createPhone>} */ phone) => phone.load('lib/client.js').client.me;
const messages = (/** @type {ReturnType<typeof createPhone>} */ phone) =>
  phone.page.data.lines.filter((/** @type {any} */ line) => line.type === 'message');
const textOf = (/** @type {any} */ line) => line.body.parts?.map((/** @type {any} */ part) => part.text).join('') ?? line.body.kind;
const find = (/** @type {ReturnType<typeof createPhone>} */ phone, /** @type {string} */ text) =>
  messages(phone).find((/** @type {any} */ line) => textOf(line) === text);
const say = (/** @type {ReturnType<typeof createPhone>} */ phone, /** @type {string} */ text) => phone.page.onSend({ detail: { text } });

async function open(/** @type {ReturnType<typeof createPhone>} */ from, /** @type {ReturnType<typeof createPhone>} */ to) {
  const { openDirect } = from.load('lib/start.js');
  await openDirect(me(to).id);
  await from.until(() => from.page.data.state === 'ready', 'the direct room');
  await to.until(() => to.stack.some((page) => page.route === CHATS && page.data.items.length > 0), 'the room to come up');
  to.open(`pages/chat/chat?room=${encodeURIComponent(from.page.room)}`);
  await to.until(() => to.page.data.state === 'ready', 'the direct room');
}

test('two phones chat: said, stored, seen, read', async () => {
  const ann = await signIn('Ann');
  const bob = await signIn('Bob');
  await open(ann, bob);

  say(ann, 'hello 你好');
  assert.ok(await ann.until(() => find(ann, 'hello 你好'), 'the line at once'));
  await bob.until(() => find(bob, 'hello 你好'), 'Bob to see it');

  await ann.until(() => find(ann, 'hello 你好').state === 'read', 'Ann to see that it is read');
  assert.equal(find(bob, 'hello 你好').own, false);
  assert.equal(find(bob, 'hello 你好').name, 'Ann');
});

test('one line that changes is one small call', async () => {
  const ann = await signIn('Ann');
  const bob = await signIn('Bob');
  await open(ann, bob);
  for (let i = 0; i < 30; i++) {
    say(ann, `line ${i} ${'x'.repeat(300)}`);
  }
  await bob.until(() => messages(bob).length === 30 && find(bob, `line 29 ${'x'.repeat(300)}`), 'all lines');
  await ann.until(() => messages(ann).every((/** @type {any} */ line) => line.state === 'read'), 'all to be read');
  ann.setData.largest = 0;
  bob.setData.largest = 0;

  bob.page.onReact({ detail: { seq: messages(bob)[3].seq, emoji: '👍', on: true } });
  await ann.until(() => messages(ann)[3].reactions.length === 1, 'the reaction');

  assert.ok(ann.setData.largest < 500, `${ann.setData.largest} bytes`);
  assert.ok(bob.setData.largest < 500, `${bob.setData.largest} bytes`);
});

test('quote, edit, recall and take it up again', async () => {
  const ann = await signIn('Ann');
  const bob = await signIn('Bob');
  await open(ann, bob);
  say(ann, 'first');
  await bob.until(() => find(bob, 'first'), 'the first message');

  const menu = (/** @type {ReturnType<typeof createPhone>} */ phone, /** @type {string} */ text, /** @type {string} */ id) => {
    phone.page.onMenu({ detail: { key: find(phone, text).key, rect: { top: 1, bottom: 2 } } });
    const { items } = phone.page.parts['#actions'].shown;
    assert.ok(items.some((/** @type {any} */ item) => item.id === id), `no ${id} among ${JSON.stringify(items)}`);
    phone.page.onAction({ detail: { id } });
  };
  menu(bob, 'first', 'reply');
  assert.equal(bob.page.parts['#composer'].context.title, 'Ann');
  say(bob, 'second');
  await ann.until(() => find(ann, 'second'), 'the answer');
  assert.deepEqual({ ...find(ann, 'second').quote }, { seq: find(ann, 'first').seq, name: 'Ann', text: 'first' });

  await ann.until(() => find(ann, 'first').state === 'read', 'it to be stored');
  menu(ann, 'first', 'edit');
  assert.equal(ann.page.parts['#composer'].text, 'first');
  say(ann, 'first!');
  await bob.until(() => find(bob, 'first!')?.edited && find(bob, 'second').quote.text === 'first!', 'the edit, also in the quote');

  ann.answers.showModal = [{ confirm: true }];
  menu(ann, 'first!', 'recall');
  await bob.until(() => bob.page.data.lines.some((/** @type {any} */ line) => line.text === 'Ann recalled a message'), 'the recall');
  const again = await ann.until(() => ann.page.data.lines.find((/** @type {any} */ line) => line.again), 'the offer to edit again');
  ann.page.onAgain({ detail: { key: again.key } });
  assert.equal(ann.page.parts['#composer'].text, 'first!');
});

test('pictures and files go up and come down', async () => {
  const files = new Map([['wxfile://tmp_a.png', png(2, 1)], ['wxfile://tmp_b.txt', Buffer.from('words')]]);
  const ann = await signIn('Ann', { files });
  const bob = await signIn('Bob');
  await open(ann, bob);
  ann.answers.chooseMedia = [{ tempFiles: [{ tempFilePath: 'wxfile://tmp_a.png', size: png(2, 1).length, fileType: 'image' }] }];
  ann.answers.getImageInfo = [{ width: 2, height: 1, type: 'png' }];
  ann.answers.chooseMessageFile = [{ tempFiles: [{ path: 'wxfile://tmp_b.txt', name: 'b.txt', size: 5 }] }];
  ann.answers.chooseLocation = [{ name: 'Tower', address: 'Hill 1', latitude: 1.5, longitude: 2.5 }];

  for (const id of ['photo', 'file', 'place']) {
    ann.page.onAttach({ detail: { id } });
  }

  const kinds = () => messages(bob).map((/** @type {any} */ line) => line.body.kind).sort().join();
  await bob.until(() => kinds() === 'file,image,location', 'all three');
  const image = messages(bob).find((/** @type {any} */ line) => line.body.kind === 'image');
  assert.deepEqual([image.body.width, image.body.height], [2, 1]);
  const address = await bob.load('lib/media.js').media(image.body.url);
  const reply = await fetch(address);
  assert.equal(reply.status, 200);
  assert.equal(messages(bob).find((/** @type {any} */ line) => line.body.kind === 'file').body.name, 'b.txt');
});

test('an attachment ends an edit: what is written next is a new message', async () => {
  const ann = await signIn('Ann');
  const bob = await signIn('Bob');
  await open(ann, bob);
  say(ann, 'as it was');
  await ann.until(() => find(ann, 'as it was')?.seq, 'it to be stored');
  ann.page.onMenu({ detail: { key: find(ann, 'as it was').key, rect: { top: 1, bottom: 2 } } });
  ann.page.onAction({ detail: { id: 'edit' } });
  ann.answers.chooseLocation = [{ name: 'Tower', address: 'Hill 1', latitude: 1.5, longitude: 2.5 }];

  ann.page.onAttach({ detail: { id: 'place' } });
  await bob.until(() => messages(bob).some((/** @type {any} */ line) => line.body.kind === 'location'), 'the place');
  say(ann, 'something new');

  await bob.until(() => find(bob, 'something new'), 'the new message');
  assert.ok(find(bob, 'as it was') && !find(bob, 'as it was').edited);
});

test('where a page of history is shorter than the screen, the one before it comes unasked', async () => {
  const ann = await signIn('Ann');
  const bob = await signIn('Bob');
  await open(ann, bob);
  const { client } = ann.load('lib/client.js');
  const { room } = ann.page;
  say(ann, 'the oldest');
  const { seq } = await ann.until(() => find(ann, 'the oldest')?.seq && find(ann, 'the oldest'), 'it to be stored');
  for (let i = 0; i < 30; i++) {
    await client.react(room, seq, '👍', true);
    await client.react(room, seq, '👍', false);
  }

  const again = createPhone(server.host, { storage: bob.storage });
  phones.push(again);
  await again.launch(`/pages/chat/chat?room=${encodeURIComponent(room)}`);

  await again.until(() => find(again, 'the oldest'), 'what no scrolling asks for');
});

test('the tutorial’s page takes the one socket, and gives it back', async () => {
  const ann = await signIn('Ann');
  await enter(ann);

  ann.open('pages/plain/plain');
  await ann.until(() => ann.page.data.state === 'open', 'the tutorial’s socket');
  const { client } = ann.load('lib/client.js');
  assert.equal(client.status.state, 'stopped');
  ann.wx.navigateBack({});

  await ann.until(() => client.status.state === 'online', 'the chat to be back');
});

test('a failed send says why and goes out when asked again', async () => {
  const ann = await signIn('Ann');
  const bob = await signIn('Bob');
  await open(ann, bob);
  const { client } = bob.load('lib/client.js');
  await client.block(me(ann).id);

  say(ann, 'can you hear me?');
  const trouble = await ann.until(() => find(ann, 'can you hear me?')?.trouble, 'the refusal');
  assert.deepEqual({ ...trouble }, { text: 'This person doesn’t take messages from you.', code: 'blocked' });
  await client.unblock(me(ann).id);
  ann.page.onResend({ detail: { clientMsgId: find(ann, 'can you hear me?').clientMsgId } });

  await bob.until(() => find(bob, 'can you hear me?'), 'it to arrive');
  assert.equal(messages(bob).length, 1);
});

test('hidden and shown: told to the server, cut after five seconds, back at once with one socket', async () => {
  const ann = await signIn('Ann');
  const bob = await signIn('Bob');
  await open(ann, bob);
  bob.hide({ frozen: 50 });
  await bob.until(() => bob.load('lib/client.js').client.status.state !== 'online', 'the socket to be cut');
  assert.ok(bob.frames().some(({ type, on }) => type === 'background' && on === true));
  say(ann, 'while you were away');
  await ann.until(() => find(ann, 'while you were away')?.state === 'sent', 'it to be stored');

  bob.show();

  await bob.until(() => find(bob, 'while you were away'), 'Bob to catch up');
  assert.equal(bob.socketsAtOnce, 1);
  assert.equal(ann.socketsAtOnce, 1);
});

test('what is written without a network is kept over a restart of the program, and goes out once', async () => {
  const ann = await signIn('Ann');
  const bob = await signIn('Bob');
  await open(ann, bob);
  const { room } = bob.page;
  bob.network(false);
  bob.cut();
  await bob.until(() => bob.load('lib/client.js').client.status.state !== 'online', 'Bob to be cut off');
  say(bob, 'from the tunnel');
  await bob.until(() => find(bob, 'from the tunnel')?.state === 'sending', 'the line');
  bob.stop();

  const again = createPhone(server.host, { storage: bob.storage });
  phones.push(again);
  await again.launch(`/pages/chat/chat?room=${encodeURIComponent(room)}`);

  await ann.until(() => find(ann, 'from the tunnel'), 'it to arrive');
  await again.until(() => find(again, 'from the tunnel')?.state === 'read', 'Bob to know');
  assert.equal(messages(ann).filter((/** @type {any} */ line) => textOf(line) === 'from the tunnel').length, 1);
});

test('the server is killed and comes back: nothing is lost, nothing comes twice', async () => {
  const ann = await signIn('Ann');
  const bob = await signIn('Bob');
  await open(ann, bob);
  say(ann, 'before');
  await bob.until(() => find(bob, 'before'), 'the first');
  await server.kill();
  say(ann, 'meanwhile');
  say(bob, 'too');

  await server.start();

  await bob.until(() => find(bob, 'meanwhile'), 'Ann’s');
  await ann.until(() => find(ann, 'too'), 'Bob’s');
  assert.equal(messages(ann).length, 3);
  assert.equal(messages(bob).length, 3);
});

test('a long text begins folded, and no call is large', async () => {
  const ann = await signIn('Ann');
  const bob = await signIn('Bob');
  await open(ann, bob);
  for (let i = 0; i < 60; i++) {
    say(ann, `${i}${'汉字'.repeat(2_400)}`);
  }

  const line = await bob.until(() => messages(bob).find((/** @type {any} */ one) => textOf(one).startsWith('59')), 'the last');

  assert.equal(line.body.folded, true);
  bob.page.onUnfold({ detail: { key: line.key } });
  await bob.until(() => textOf(messages(bob).at(-1)).length > 4_000, 'the whole text');
  assert.ok(ann.setData.largest <= CALL_AT_MOST, `${ann.setData.largest} bytes`);
  assert.ok(bob.setData.largest <= CALL_AT_MOST, `${bob.setData.largest} bytes`);
});

test('a mention is offered, sent, and marked in the list', async () => {
  const ann = await signIn('Ann');
  const bob = await signIn('Bob');
  const { client } = ann.load('lib/client.js');
  const room = await client.createRoom({ name: 'Team', members: [me(bob).id] });
  ann.open(`pages/chat/chat?room=${room.id}`);
  await ann.until(() => ann.page.data.state === 'ready', 'the room');

  await ann.page.onText({ detail: { text: 'hi @b', cursor: 5 } });
  assert.deepEqual(ann.page.data.people.map((/** @type {any} */ person) => person.name), ['Bob']);
  ann.page.parts['#composer'].text = 'hi @b';
  ann.page.onMention({ detail: ann.page.data.people[0] });
  assert.equal(ann.page.parts['#composer'].text, 'hi @Bob ');
  say(ann, 'hi @Bob ');

  await bob.until(() => bob.page.data.items[0]?.mark === '[You were mentioned]', 'the mark');
  assert.equal(bob.page.data.items[0].badge, '1');
});

test('typing is seen, and ends with the message', async () => {
  const ann = await signIn('Ann');
  const bob = await signIn('Bob');
  await open(ann, bob);
  const title = () => bob.log.filter(({ api }) => api === 'setNavigationBarTitle').at(-1)?.options.title;

  ann.page.onText({ detail: { text: 'h', cursor: 1 } });
  await bob.until(() => title() === 'typing…', 'typing');
  say(ann, 'hi');

  await bob.until(() => title() === 'Ann', 'the name again');
});
