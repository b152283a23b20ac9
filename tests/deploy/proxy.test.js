import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { describe, it } from 'node:test';
import { deploy, temporary } from './rendered.js';

const HAPROXY = '/usr/sbin/haproxy';
const general = path.join(deploy, 'proxy/haproxy.cfg');
const PATIENCE = 60_000;

describe('deploy/proxy', () => {
  it('is a configuration that HAProxy takes, with the nodes of compose.yaml', () => {
    const checked = spawnSync(HAPROXY, ['-c', '-f', path.join(deploy, 'proxy')], {
      encoding: 'utf8', env: { AKKACHAT_PROXY_BIND: '127.0.0.1:8080' },
    });
    assert.equal(checked.status, 0, checked.stderr);
    // The names of containers are known among containers only.
    const warnings = checked.stderr.split('\n').filter((line) => line.includes('[WARNING]') && !line.includes('could not resolve address'));
    assert.deepEqual(warnings, []);
  });

  it('passes on requests and sockets, and the address of the client', async (test) => {
    const node = await startNode(test, 'one');
    const proxy = await startProxy(test, [node]);

    const answer = await get(proxy, '/anything?token=secret');
    assert.equal(answer.status, 200);
    assert.equal(answer.text, 'one /anything?token=secret 127.0.0.1');

    const echo = await upgrade(proxy);
    assert.equal(echo, 'hello');
    assert.ok(!proxy.log().includes('secret'), proxy.log());
  });

  it('keeps metrics and health inside, however they are written', async (test) => {
    const node = await startNode(test, 'one');
    const proxy = await startProxy(test, [node]);

    for (const inside of ['/metrics', '/metrics/', '/metrics?x=1', '/health/ready', '/health/live', '/METRICS', '/%6detrics', '//metrics', '/./metrics']) {
      assert.equal((await get(proxy, inside)).status, 404, inside);
    }
  });

  it('sends nobody to a node that is not ready', async (test) => {
    const ready = await startNode(test, 'ready');
    const leaving = await startNode(test, 'leaving');
    const proxy = await startProxy(test, [ready, leaving]);
    await proxy.until(() => leaving.requests > 0, 'both to be used');

    leaving.ready = false;
    await proxy.until(() => proxy.log().includes('nodes/node2 is DOWN'), 'the proxy to notice');
    const names = new Set(await Promise.all(Array.from({ length: 20 }, async () => (await get(proxy, '/')).text.split(' ')[0])));
    assert.deepEqual([...names], ['ready']);
  });

  it('asks another node when one has just died', async (test) => {
    const living = await startNode(test, 'living');
    const dying = await startNode(test, 'dying');
    const proxy = await startProxy(test, [living, dying], 'inter 1h');
    await proxy.until(() => dying.requests > 0, 'both to be used');

    await dying.stop();
    for (let i = 0; i < 20; i++) {
      assert.equal((await get(proxy, '/')).status, 200);
    }
  });

  it('says whether there is any node', async (test) => {
    const node = await startNode(test, 'one');
    const proxy = await startProxy(test, [node]);
    assert.equal((await get(proxy, '/proxy-health')).status, 200);

    await node.stop();
    await proxy.until(async () => (await get(proxy, '/proxy-health')).status === 503, 'the proxy to notice');
  });
});

/** What a node looks like from outside. */
async function startNode(test, name) {
  const node = { ready: true, requests: 0 };
  const server = http.createServer((request, response) => {
    if (request.url === '/health/ready') {
      response.writeHead(node.ready ? 200 : 503).end();
      return;
    }
    node.requests++;
    response.end(`${name} ${request.url} ${request.headers['x-forwarded-for']}`);
  });
  server.on('upgrade', (request, socket) => {
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
    socket.on('error', () => {}).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  node.port = server.address().port;
  node.stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  test.after(() => server.listening && node.stop());
  return node;
}

async function startProxy(test, nodes, checks = 'inter 100ms fall 2 rise 1') {
  const file = path.join(temporary(test), 'nodes.cfg');
  writeFileSync(file, [
    'backend nodes', '    balance roundrobin', '    option httpchk GET /health/ready', '    http-check expect status 200',
    `    default-server check ${checks}`,
    ...nodes.map(({ port }, index) => `    server node${index + 1} 127.0.0.1:${port}`), '',
  ].join('\n'));
  const port = await freePort();
  const child = spawn(HAPROXY, ['-db', '-f', general, '-f', file], { env: { AKKACHAT_PROXY_BIND: `127.0.0.1:${port}` } });
  let log = '';
  child.stdout.on('data', (data) => { log += data; });
  child.stderr.on('data', (data) => { log += data; });
  test.after(() => child.kill('SIGKILL'));

  const proxy = {
    port,
    log: () => log,
    /** Makes requests until it is so. */
    async until(isSo, what) {
      const end = performance.now() + PATIENCE;
      while (!await isSo()) {
        assert.ok(performance.now() < end && child.exitCode === null, `waited in vain for ${what}; the proxy wrote: ${log}`);
        await get(proxy, '/').catch(() => {});
      }
    },
  };
  await proxy.until(async () => (await get(proxy, '/').catch(() => ({}))).status === 200, 'the proxy to serve');
  return proxy;
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function get({ port }, target) {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path: target, agent: false }, async (response) => {
      let text = '';
      for await (const chunk of response) {
        text += chunk;
      }
      resolve({ status: response.statusCode, text });
    }).on('error', reject);
  });
}

function upgrade({ port }) {
  return new Promise((resolve, reject) => {
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' };
    http.get({ host: '127.0.0.1', port, path: '/ws?token=secret', headers, agent: false })
      .on('upgrade', (_, socket) => {
        socket.once('data', (data) => {
          socket.destroy();
          resolve(data.toString());
        });
        socket.write('hello');
      })
      .on('error', reject);
  });
}
