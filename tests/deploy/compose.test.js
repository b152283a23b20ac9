import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { checkTag, compose, deploy, leaveSeconds, list, seconds } from './rendered.js';

const REMOTING = '4053';
const SECRETS = { POSTGRES_PASSWORD: 'database-password', AKKACHAT_SIGNING_KEY: 'signing-key' };

describe('deploy/compose.yaml', () => {
  const { services, networks, secrets, volumes } = compose(SECRETS);
  const nodes = Object.entries(services).filter(([name]) => name.startsWith('node'));
  const others = Object.entries(services).filter(([name]) => !name.startsWith('node'));
  const on = (network) => Object.keys(services).filter((name) => network in networksOf(services[name])).sort();

  it('has three nodes, a proxy and a database', () => {
    assert.deepEqual(nodes.map(([name]) => name), ['node1', 'node2', 'node3']);
    assert.deepEqual(others.map(([name]) => name).sort(), ['postgres', 'proxy']);
  });

  for (const [name, service] of Object.entries(services)) {
    it(`gives ${name} no rights, and starts it again whatever its exit code`, () => {
      assert.equal(service.read_only, true);
      assert.deepEqual(service.cap_drop, ['ALL']);
      assert.equal(service.cap_add, undefined);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true']);
      assert.ok(service.user && !/^(0|root)(:|$)/.test(service.user));
      assert.ok(!service.privileged && !service.network_mode && !service.pid);
      assert.equal(service.restart, 'always');
      assert.ok(service.tmpfs.some((mount) => mount.startsWith('/tmp:')));
      assert.ok(service.healthcheck.test.length > 0);
      checkTag(service.image);
    });
  }

  it('has one port on the machine, that of the proxy', () => {
    const published = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, Number(port.target ?? port.split(':').at(-1))]));
    assert.deepEqual(published, [['proxy', 8080]]);
  });

  it('keeps remoting on a network that only nodes are on', () => {
    assert.deepEqual(on('cluster'), ['node1', 'node2', 'node3']);
    assert.equal(networks.cluster.internal, true);
    for (const [name, service] of nodes) {
      const own = service.environment.AkkaChat__Cluster__Hostname;
      assert.deepEqual(service.networks.cluster.aliases, [own]);
      // Under another of its names, remoting would listen on another of its networks.
      assert.notEqual(own, name);
      assert.ok(Object.entries(service.networks).every(([network, { aliases = [] }]) => network === 'cluster' || !aliases.includes(own)));
      assert.equal(service.environment.AkkaChat__Cluster__BindAddress, undefined);
    }
  });

  it('has no way out but the proxy', () => {
    assert.deepEqual(on('public'), ['proxy']);
    assert.deepEqual(on('clients'), ['node1', 'node2', 'node3', 'proxy']);
    assert.deepEqual(on('database'), ['node1', 'node2', 'node3', 'postgres']);
    for (const [name, network] of Object.entries(networks)) {
      assert.equal(network?.internal ?? false, name !== 'public', name);
    }
  });

  it('has seeds that are the nodes', () => {
    const names = nodes.map(([, { environment }]) => `${environment.AkkaChat__Cluster__Hostname}:${environment.AkkaChat__Cluster__Port}`);
    for (const [, { environment }] of nodes) {
      assert.deepEqual(list(environment, 'AkkaChat__Cluster__Seeds'), names);
      assert.equal(environment.AkkaChat__Cluster__Port, REMOTING);
    }
  });

  it('has TLS between nodes, with files that are secrets', () => {
    for (const [, { environment, secrets: given }] of nodes) {
      const files = ['CertificateFile', 'KeyFile', 'AuthorityFile'].map((name) => environment[`AkkaChat__Cluster__Tls__${name}`]);
      assert.deepEqual(files, given.map(({ source }) => `/run/secrets/${source}`));
      assert.ok(given.every(({ source }) => secrets[source].file === path.join(deploy, 'secrets', source)));
    }
  });

  it('gives a node more time than it takes to go', () => {
    for (const [, { environment, stop_grace_period: grace }] of nodes) {
      assert.ok(seconds(grace) > leaveSeconds(environment));
    }
  });

  it('keeps what nodes and database write in volumes', () => {
    for (const [name, service] of Object.entries(services)) {
      const writable = (service.volumes ?? []).filter((volume) => !volume.endsWith(':ro'));
      const own = name === 'proxy' ? [] : name.startsWith('node') ? [name, 'media'] : [name];
      assert.deepEqual(writable.map((volume) => volume.split(':')[0]), own);
      assert.ok(writable.every((volume) => volume.split(':')[0] in volumes));
    }
  });

  it('has one directory for what is uploaded, whichever node takes it', () => {
    for (const [, { environment, volumes: mounts }] of nodes) {
      assert.ok(mounts.some((mount) => mount.startsWith(`media:${environment.AkkaChat__Media__Directory}:`)));
    }
  });

  it('lets nodes believe the network of the proxy and no other', () => {
    for (const [, { environment }] of nodes) {
      assert.deepEqual(list(environment, 'AkkaChat__Proxies'), [networks.clients.ipam.config[0].subnet]);
    }
  });

  it('has a PostgreSQL that is new enough, and safe', () => {
    assert.ok(Number(/^postgres:(\d+)/.exec(services.postgres.image)[1]) >= 15);
    assert.doesNotMatch(services.postgres.command.join(' '), /fsync|full_page_writes|synchronous_commit/);
  });

  it('gives the secrets to whoever needs them', () => {
    const holders = (secret) => Object.keys(services).filter((name) => JSON.stringify(services[name]).includes(secret)).sort();
    assert.deepEqual(holders(SECRETS.POSTGRES_PASSWORD), ['node1', 'node2', 'node3', 'postgres']);
    assert.deepEqual(holders(SECRETS.AKKACHAT_SIGNING_KEY), ['node1', 'node2', 'node3']);
  });

  for (const missing of Object.keys(SECRETS)) {
    it(`does not start without ${missing}`, () => {
      assert.throws(() => compose({ ...SECRETS, [missing]: '' }), new RegExp(missing));
    });
  }
});

describe('deploy/.env.example', () => {
  const example = readFileSync(path.join(deploy, '.env.example'), 'utf8');
  const file = readFileSync(path.join(deploy, 'compose.yaml'), 'utf8');

  it('has every variable of compose.yaml, and no secret', () => {
    const used = new Set([...file.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name));
    const given = Object.fromEntries([...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
    assert.deepEqual(Object.keys(given).filter((name) => name !== 'COMPOSE_PROJECT_NAME').sort(), [...used].sort());
    assert.ok(Object.keys(SECRETS).every((name) => given[name] === ''));
  });

  it('says the same as the defaults of compose.yaml', () => {
    for (const [, name, value] of file.matchAll(/\$\{([A-Z_]+):-([^}]*)\}/g)) {
      assert.match(example, new RegExp(`^${name}=${value}$`, 'm'));
    }
  });

  it('is not accompanied by a filled-in one in the repository', () => {
    const ignored = readFileSync(path.join(deploy, '.gitignore'), 'utf8').split('\n');
    assert.ok(ignored.includes('.env') && ignored.includes('secrets/'));
  });
});

function networksOf({ networks }) {
  return Array.isArray(networks) ? Object.fromEntries(networks.map((name) => [name, {}])) : networks;
}
