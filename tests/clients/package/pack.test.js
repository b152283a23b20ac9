import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const core = fileURLToPath(new URL('../../../src/clients/core', import.meta.url));
const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const tsc = join(modules, 'typescript/bin/tsc');

let folder = '';
let app = '';
/** @type {string[]} */
let packed = [];

const run = (command, args, cwd) => execFileSync(command, args, {
  cwd, encoding: 'utf8', env: { ...process.env, PATH: `${join(modules, '.bin')}:${process.env.PATH}` }, stdio: ['ignore', 'pipe', 'pipe'],
});

/** Packs a copy, so that nothing is left behind here, and installs it into an empty folder. */
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'akkachat-pack-'));
  cpSync(core, join(folder, 'core'), { recursive: true, filter: (path) => !/\/(types|node_modules)$/.test(path) });
  const [{ filename, files }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], join(folder, 'core'))
    .replace(/^[^[]*/, ''));
  packed = files.map(({ path }) => path);
  app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{ "name": "app", "private": true, "type": "module" }');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, filename)], app);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the package has the source, its types, its licence and nothing else', () => {
  assert.ok(['LICENSE', 'README.md', 'package.json', 'src/index.js', 'src/transports/wx.js', 'types/index.d.ts', 'types/types.d.ts']
    .every((path) => packed.includes(path)), packed.join('\n'));
  assert.deepEqual(packed.filter((path) => !/^(src\/.+\.js|types\/.+\.d\.ts|LICENSE|README\.md|package\.json)$/.test(path)), []);
});

test('it depends on nothing', () => {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(core, 'package.json'), 'utf8'));
  assert.deepEqual([dependencies, peerDependencies], [undefined, undefined]);
});

test('a program in TypeScript is checked against its types', () => {
  writeFileSync(join(app, 'good.ts'), `
import { createChatClient, createDeviceId, layOut, memoryStorage, ChatError, type Conversation, type Row } from '@akkachat/core';
import { browserTransport, browserUpload } from '@akkachat/core/transports/browser';
import { nodeTransport } from '@akkachat/core/transports/node';
import { wxTransport } from '@akkachat/core/transports/wx';

const storage = memoryStorage();
const client = createChatClient({
  socketUrl: 'wss://chat.test/ws', transport: browserTransport(), upload: browserUpload(), storage, deviceId: createDeviceId(storage, 'ts'),
});
const first: Conversation | undefined = client.conversations.list()[0];
const unread: number = first?.mentionUnread ?? 0;
const row: Row | null = await client.fetchRow('r', unread);
const id: string = client.sendFile('r', { kind: 'image', body: null, name: 'a', mime: 'image/png', size: 1 });
const { hits } = await client.search({ q: 'a' });
const seq: number | undefined = hits[0]?.event.seq;
layOut(row ? [row] : [], seq ?? null);
client.resend(id);
client.watchPresence(['u'])();
if (client.presence('u')?.state === 'away') {
  throw new ChatError('offline');
}
export { nodeTransport, wxTransport };
`);
  writeFileSync(join(app, 'bad.ts'), `
import { createChatClient } from '@akkachat/core';
// @ts-expect-error a transport is missing
const client = createChatClient({ socketUrl: 'a', deviceId: 'b' });
// @ts-expect-error no number is a room
client.openRoom(5);
// @ts-expect-error no such state
client.status.state === 'asleep';
// @ts-expect-error no such kind
client.sendFile('r', { kind: 'hologram', body: null, name: 'a', mime: '', size: 1 });
export {};
`);
  run(process.execPath, [tsc, '--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', 'good.ts', 'bad.ts'], app);
});

test('a program in Node runs with it', () => {
  symlinkSync(join(modules, 'ws'), join(app, 'node_modules/ws'));
  writeFileSync(join(app, 'run.js'), `
import { once } from 'node:events';
import WebSocket, { WebSocketServer } from 'ws';
import { createChatClient } from '@akkachat/core';
import { nodeTransport } from '@akkachat/core/transports/node';
import { wxTransport } from '@akkachat/core/transports/wx';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'akkachat.v1' });
await once(server, 'listening');
server.on('connection', (socket) => socket.on('message', (data) => {
  const { id } = JSON.parse(data);
  socket.send(JSON.stringify({ type: 'ok', id, user: { id: 'u-1', name: 'Ann' }, rooms: [] }));
}));
const client = createChatClient({
  socketUrl: \`ws://127.0.0.1:\${server.address().port}/ws\`, transport: nodeTransport(WebSocket), deviceId: 'd-1',
});
client.adopt({ token: 't', expiresAt: Date.now() + 60_000, refreshToken: 'r', user: { id: 'u-1', name: 'Ann' } });
client.on('status', ({ state }) => {
  if (state === 'online') {
    console.log(\`\${client.me.name} is \${state}, \${typeof wxTransport}\`);
    client.stop();
    server.clients.forEach((socket) => socket.terminate());
    server.close();
  }
});
client.start();
`);
  assert.equal(run(process.execPath, ['run.js'], app), 'Ann is online, function\n');
});

test('the examples of the README are modules of at most 20 lines that import what there is', async () => {
  const examples = [...readFileSync(join(core, 'README.md'), 'utf8').matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code);
  assert.equal(examples.length, 3);
  for (const [index, code] of examples.entries()) {
    assert.ok(code.trimEnd().split('\n').length <= 20, code);
    writeFileSync(join(app, `example${index}.mjs`), code);
    run(process.execPath, ['--check', `example${index}.mjs`], app);
    writeFileSync(join(app, `imports${index}.mjs`), code.split('\n').filter((line) => line.startsWith('import ')).join('\n'));
    run(process.execPath, [`imports${index}.mjs`], app);
  }
});
