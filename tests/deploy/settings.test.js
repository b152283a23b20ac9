import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, it } from 'node:test';
import { compose, deploy, kustomize, output, podEnvironment, server, temporary } from './rendered.js';

// 78 is a bad setting; this is another reason not to start, and the next one when all settings are good.
const FAILURE = 1;
const PATIENCE = 120_000;
const KEY = Buffer.alloc(32, 7).toString('base64');
const NOBODY = 'Host=127.0.0.1;Port=1;Username=nobody;Password=none;Database=none';

/** Starts the program with settings of a deployment, but without a database: all of them are read before it is asked. */
function start(test, environment) {
  const directory = temporary(test);
  output(path.join(deploy, 'make-certificates'), [path.join(directory, 'tls'), '127.0.0.1']);
  const { status, stdout, stderr } = spawnSync('dotnet', [server], {
    encoding: 'utf8',
    timeout: PATIENCE,
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      HOME: directory,
      ASPNETCORE_URLS: 'http://127.0.0.1:0',
      ...environment,
      ConnectionStrings__AkkaChat: NOBODY,
      AkkaChat__DataDirectory: directory,
      ...(environment.AkkaChat__Media__Directory && { AkkaChat__Media__Directory: path.join(directory, 'media') }),
      // Its own names are of a network that this machine is not on.
      AkkaChat__Cluster__BindAddress: '127.0.0.1',
      AkkaChat__Cluster__Port: '0',
      AkkaChat__Cluster__JoinTimeout: '00:00:01',
      ...Object.fromEntries(Object.entries(environment)
        .filter(([name]) => name.startsWith('AkkaChat__Cluster__Tls__'))
        .map(([name, file]) => [name, path.join(directory, 'tls', path.basename(file))])),
    },
  });
  return { status, text: stdout + stderr };
}

describe('The settings of deploy', () => {
  const { services } = compose({ POSTGRES_PASSWORD: 'p', AKKACHAT_SIGNING_KEY: KEY });
  const pods = Object.fromEntries(['base', 'overlays/production'].map((folder) => {
    const [container] = kustomize(folder).find(({ kind }) => kind === 'StatefulSet').spec.template.spec.containers;
    return [`k8s/${folder}`, podEnvironment(container, {
      'metadata.name': 'akkachat-0',
      'metadata.namespace': 'akkachat',
      'status.podIP': '127.0.0.1',
      'akkachat/connection-string': NOBODY,
      'akkachat/signing-key': KEY,
    })];
  }));

  for (const [name, environment] of Object.entries({ 'compose.yaml': services.node1.environment, ...pods })) {
    it(`are settings that the program knows and takes: ${name}`, (test) => {
      const { status, text } = start(test, environment);
      assert.equal(status, FAILURE, text);
      assert.match(text, /AkkaChat did not start\. .*(database|PostgreSQL)/i);
    });
  }

  it('would be found out if one of them were not', (test) => {
    const { status, text } = start(test, { ...services.node1.environment, AkkaChat__Cluster__Hostnmae: 'x' });
    assert.equal(status, 78, text);
    assert.match(text, /Hostnmae is not a setting/);
  });
});
