import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { describe, it } from 'node:test';
import { deploy, root } from './rendered.js';

const USER = '1654';

describe('deploy/Dockerfile', () => {
  const lines = readFileSync(path.join(deploy, 'Dockerfile'), 'utf8').replace(/\\\n/g, ' ').split('\n')
    .map((line) => line.trim()).filter((line) => line && !line.startsWith('#'));
  const instructions = lines.map((line) => {
    const [, name, rest] = /^(\S+)\s+(.*)$/.exec(line);
    return { name, rest };
  });
  const last = instructions.findLastIndex(({ name }) => name === 'FROM');
  const image = instructions.slice(last);
  const of = (name) => image.filter((each) => each.name === name).map(({ rest }) => rest);

  it('builds on images with a tag of their own', () => {
    const version = instructions.find(({ name, rest }) => name === 'ARG' && rest.startsWith('DOTNET='));
    assert.match(version.rest, /^DOTNET=\d+\.\d+$/);
    for (const { rest } of instructions.filter(({ name }) => name === 'FROM')) {
      assert.match(rest, /^mcr\.microsoft\.com\/dotnet\/(sdk|aspnet):\$\{DOTNET\}-[a-z]+( AS \w+)?$/);
    }
  });

  it('runs as somebody who is not root, and who owns what is written', () => {
    assert.deepEqual(of('USER'), [USER]);
    assert.ok(of('COPY').includes(`--from=build --chown=${USER}:${USER} /data /data`));
    assert.ok(of('COPY').includes(`--from=build --chown=${USER}:${USER} /media /media`));
    assert.deepEqual(of('VOLUME'), ['/data']);
    assert.ok(image.findIndex(({ name }) => name === 'USER') > image.findLastIndex(({ name }) => name === 'COPY' || name === 'RUN'));
  });

  it('stops by the signal at which the program takes leave, which it gets itself', () => {
    assert.deepEqual(of('STOPSIGNAL'), ['SIGTERM']);
    assert.deepEqual(of('ENTRYPOINT'), ['["dotnet", "AkkaChat.Server.dll"]']);
  });

  it('asks the program how it is', () => {
    assert.match(of('HEALTHCHECK')[0], /CMD \["health-check"\]$/);
  });

  it('names the ports of clients and nodes', () => {
    assert.deepEqual(of('EXPOSE'), ['8080 4053']);
  });

  it('copies only what is there, and what .dockerignore lets in', () => {
    const ignore = readFileSync(path.join(root, '.dockerignore'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
    assert.equal(ignore[0], '*');
    const let_in = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const sources = instructions.filter(({ name, rest }) => name === 'COPY' && !rest.includes('--from='))
      .flatMap(({ rest }) => rest.split(/\s+/).filter((word) => !word.startsWith('--')).slice(0, -1));
    assert.ok(sources.length > 5);
    for (const source of sources) {
      assert.ok(let_in.some((name) => source === name || source.startsWith(`${name}/`)), `${source} is ignored`);
      const [folder, pattern] = source.includes('*') ? [path.dirname(source), path.extname(source)] : [source, ''];
      assert.ok(existsSync(path.join(root, folder)), source);
      assert.ok(!pattern || readdirSync(path.join(root, folder)).some((file) => file.endsWith(pattern)), source);
    }
  });

  it('gets every file that decides how the server is built', () => {
    const deciding = [
      ...['global.json', 'Directory.Build.props', 'Directory.Packages.props', '.editorconfig'],
      ...readdirSync(path.join(root, 'src')).filter((name) => /\.(props|targets|txt)$/.test(name)).map((name) => `src/${name}`),
    ];
    const copied = instructions.filter(({ name }) => name === 'COPY').map(({ rest }) => rest).join(' ');
    for (const file of deciding) {
      assert.ok(copied.includes(file), file);
    }
  });
});

describe('deploy/health-check', () => {
  for (const [status, expected] of [[200, 0], [503, 1]]) {
    it(`ends with ${expected} if the node says ${status}`, async (test) => {
      const asked = [];
      const server = http.createServer((request, response) => {
        asked.push(request.url);
        response.writeHead(status).end('x');
      }).listen(0, '127.0.0.1');
      test.after(() => server.close());
      await once(server, 'listening');

      assert.equal(await check(server.address().port), expected);
      assert.deepEqual(asked, ['/health/ready']);
    });
  }

  it('ends with 1 if nobody is there', async () => {
    const server = http.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');

    assert.equal(await check(port), 1);
  });
});

async function check(port) {
  const child = spawn(path.join(deploy, 'health-check'), [String(port)], { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  return code;
}
