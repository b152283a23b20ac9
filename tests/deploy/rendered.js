import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

export const root = path.resolve(import.meta.dirname, '../..');
export const deploy = path.join(root, 'deploy');

/** The program, as `dotnet build -c Release` leaves it. */
export const server =
  process.env.AKKACHAT_SERVER ?? path.join(root, 'artifacts/bin/AkkaChat.Server/release/AkkaChat.Server.dll');

/** A directory that is gone after `test`. */
export function temporary(test) {
  const directory = mkdtempSync(path.join(tmpdir(), 'akkachat-deploy-'));
  test.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The output of a program; what it says on its error stream is a part of the error when it fails. */
export function output(program, args, options = {}) {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options });
}

/** What kustomize makes of a folder of deploy/k8s: a list of objects. */
export function kustomize(folder) {
  return parseAllDocuments(output('kubectl', ['kustomize', path.join(deploy, 'k8s', folder)])).map((document) => {
    if (document.errors.length > 0) {
      throw document.errors[0];
    }
    return document.toJS();
  });
}

/** What Compose makes of deploy/compose.yaml under these variables. */
export function compose(variables) {
  const directory = mkdtempSync(path.join(tmpdir(), 'akkachat-deploy-'));
  try {
    const file = path.join(directory, 'env');
    writeFileSync(file, Object.entries(variables).map(([name, value]) => `${name}=${value}\n`).join(''));
    chmodSync(file, 0o600);
    return parse(output('docker-compose', ['--env-file', file, '-f', path.join(deploy, 'compose.yaml'), 'config']));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The environment of a container, with `$(NAME)` filled in as Kubernetes does it: from what stands before. */
export function podEnvironment(container, known) {
  const values = {};
  for (const { name, value, valueFrom } of container.env) {
    const source = valueFrom?.fieldRef?.fieldPath ?? (valueFrom?.secretKeyRef && `${valueFrom.secretKeyRef.name}/${valueFrom.secretKeyRef.key}`);
    values[name] = source === undefined ? fill(name, value, values) : known[source];
    if (values[name] === undefined) {
      throw new Error(`${name} comes from ${source}, which this test does not know`);
    }
  }
  return values;
}

function fill(name, text, values) {
  return text.replace(/\$\(([^)]+)\)/g, (_, reference) => {
    if (!(reference in values)) {
      throw new Error(`${name} refers to ${reference}, which does not stand before it`);
    }
    return values[reference];
  });
}

/** Seconds of a `hh:mm:ss`, or of a duration of Compose such as `1m30s`. */
export function seconds(text) {
  if (text.includes(':')) {
    const [hours, minutes, rest] = text.split(':').map(Number);
    return hours * 3600 + minutes * 60 + rest;
  }
  const units = { h: 3600, m: 60, s: 1 };
  return [...text.matchAll(/(\d+)([hms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * units[unit], 0);
}

/** How long a node with this environment may take to leave, by the defaults of the program where it says nothing. */
export function leaveSeconds(environment) {
  return seconds(environment.AkkaChat__Shutdown__ReadinessDelay ?? '00:00:00')
    + seconds(environment.AkkaChat__Shutdown__DrainTimeout ?? '00:00:25');
}

/** The values of a list such as AkkaChat__Cluster__Seeds__0, … */
export function list(environment, name) {
  const values = [];
  while (`${name}__${values.length}` in environment) {
    values.push(environment[`${name}__${values.length}`]);
  }
  return values;
}

/** Throws unless `image` names a tag that stays what it is. */
export function checkTag(image) {
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  if (tag === undefined || tag === 'latest') {
    throw new Error(`${image} has no tag of its own`);
  }
}
