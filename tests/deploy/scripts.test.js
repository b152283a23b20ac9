import assert from 'node:assert/strict';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { describe, it } from 'node:test';
import { deploy, output, temporary } from './rendered.js';

describe('deploy/make-certificates', () => {
  const make = (...args) => spawnSync(path.join(deploy, 'make-certificates'), args, { encoding: 'utf8' });
  const certificate = (directory, name) => new X509Certificate(readFileSync(path.join(directory, name)));

  it('makes a certificate for all names, signed by an authority of its own', (test) => {
    const directory = path.join(temporary(test), 'new/tls');
    const { status, stderr } = make(directory, 'node1.cluster', '127.0.0.1');
    assert.equal(status, 0, stderr);

    const [node, authority] = ['tls.crt', 'ca.crt'].map((name) => certificate(directory, name));
    assert.equal(node.subjectAltName, 'DNS:node1.cluster, IP Address:127.0.0.1');
    assert.ok(node.verify(authority.publicKey) && node.checkIssued(authority) && !node.ca && authority.ca);
    assert.ok(node.checkPrivateKey(createPrivateKey(readFileSync(path.join(directory, 'tls.key')))));
    // Of servers and of clients: every node is both.
    assert.deepEqual(node.keyUsage, ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  });

  it('leaves nothing that others may read, and nothing else', (test) => {
    const directory = temporary(test);
    make(directory, 'node1');
    assert.deepEqual(readdirSync(directory).sort(), ['ca.crt', 'ca.key', 'tls.crt', 'tls.key']);
    assert.ok(readdirSync(directory).every((name) => (statSync(path.join(directory, name)).mode & 0o077) === 0));
  });

  it('renews the certificate and keeps the authority, so that old and new nodes trust each other', (test) => {
    const directory = temporary(test);
    make(directory, 'node1');
    const [before, authority] = ['tls.crt', 'ca.crt'].map((name) => certificate(directory, name));
    make(directory, 'node1');
    const after = certificate(directory, 'tls.crt');
    assert.notEqual(after.serialNumber, before.serialNumber);
    assert.equal(certificate(directory, 'ca.crt').fingerprint256, authority.fingerprint256);
    assert.ok(after.verify(authority.publicKey));
  });

  it('says how it is called', () => {
    const { status, stderr } = make();
    assert.equal(status, 1);
    assert.match(stderr, /usage: deploy\/make-certificates DIRECTORY NAME/);
  });
});

describe('deploy/local-cluster', () => {
  const run = (...args) => spawnSync(path.join(deploy, 'local-cluster'), args, { encoding: 'utf8' });

  it('says what it can do', () => {
    const text = output(path.join(deploy, 'local-cluster'), ['--help']);
    for (const option of ['--nodes', '--port', '--remoting-port', '--data', '--no-build', '--help']) {
      assert.ok(text.includes(option), option);
    }
  });

  for (const [args, sentence] of [
    [['--nodes', '0'], "--nodes is '0'; it must be a number from 1 to 9."],
    [['--nodes', '10'], "--nodes is '10'; it must be a number from 1 to 9."],
    [['--port', 'eighty'], "--port is 'eighty'; it must be a number from 1 to 65526."],
    [['--port'], '--port needs a value; --help says more.'],
    [['--speed'], '--speed is not an option; --help says which there are.'],
  ]) {
    it(`refuses ${args.join(' ')} with one sentence`, () => {
      const { status, stdout, stderr } = run(...args);
      assert.equal(status, 1);
      assert.equal(stdout, '');
      assert.equal(stderr, `local-cluster: ${sentence}\n`);
    });
  }

  it('names a port that somebody else has, and touches nothing', async (test) => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    test.after(() => server.close());
    const { port } = server.address();
    const data = path.join(temporary(test), 'data');

    const { status, stderr } = run('--no-build', '--nodes', '1', '--remoting-port', String(port), '--data', data);
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`^local-cluster: in use: port ${port}\\.`));
    assert.throws(() => statSync(data));
  });

  it('says which program is missing', (test) => {
    const data = path.join(temporary(test), 'data');
    const { status, stderr } = spawnSync('/bin/bash', [path.join(deploy, 'local-cluster'), '--data', data], {
      encoding: 'utf8', env: { PATH: '/nonexistent' },
    });
    assert.equal(status, 1);
    assert.match(stderr, /dotnet is missing: install the \.NET SDK 10\./);
  });
});
