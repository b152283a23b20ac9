import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { checkTag, kustomize, leaveSeconds, list, podEnvironment } from './rendered.js';

const REMOTING = 4053;
const CLIENTS = 8080;

describe('The validation of these tests', () => {
  const service = (spec) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'one' }, spec });

  it('accepts what is right', async () => {
    await validate([service({ ports: [{ port: 80 }] })]);
  });

  it('finds a value of a wrong type', async () => {
    await assert.rejects(validate([service({ ports: [{ port: 'eighty' }] })]), /ports\/0\/port must be integer/);
  });

  it('finds a mistyped field', async () => {
    await assert.rejects(validate([service({ ports: [{ port: 80, tragetPort: 80 }] })]), /tragetPort/);
  });

  it('finds a kind that does not exist', async () => {
    await assert.rejects(validate([{ apiVersion: 'v1', kind: 'Servise' }]));
  });
});

for (const [folder, namespace] of [['base', 'default'], ['overlays/production', 'akkachat']]) {
  describe(`deploy/k8s/${folder}`, () => {
    const objects = kustomize(folder);
    const all = (kind) => objects.filter((object) => object.kind === kind);
    const one = (kind, name) => {
      const found = objects.filter((object) => object.kind === kind && object.metadata.name === name);
      assert.equal(found.length, 1, `${kind} ${name}`);
      return found[0];
    };
    const nodes = one('StatefulSet', 'akkachat');
    const pod = nodes.spec.template.spec;
    const labels = nodes.spec.template.metadata.labels;
    const [container] = pod.containers;
    const environment = (ordinal) => podEnvironment(container, {
      'metadata.name': `${nodes.metadata.name}-${ordinal}`,
      'metadata.namespace': nodes.metadata.namespace ?? namespace,
      'status.podIP': '10.244.0.7',
      'akkachat/connection-string': 'Host=db',
      'akkachat/signing-key': 'key',
    });
    const selects = (selector) => Object.entries(selector).every(([name, value]) => labels[name] === value);

    it('has only objects that the Kubernetes API takes', () => validate(objects));

    it('is in one namespace', () => {
      for (const object of objects.filter((object) => object.kind !== 'Namespace')) {
        assert.equal(object.metadata.namespace ?? 'default', namespace, `${object.kind} ${object.metadata.name}`);
      }
    });

    it('has pods without rights', () => {
      assert.equal(pod.automountServiceAccountToken, false);
      assert.equal(pod.securityContext.runAsNonRoot, true);
      assert.ok(pod.securityContext.runAsUser > 0);
      assert.equal(pod.securityContext.seccompProfile.type, 'RuntimeDefault');
      assert.ok(!pod.hostNetwork && !pod.hostPID && !pod.hostIPC);
      for (const { securityContext } of [...pod.containers, ...(pod.initContainers ?? [])]) {
        assert.equal(securityContext.readOnlyRootFilesystem, true);
        assert.equal(securityContext.allowPrivilegeEscalation, false);
        assert.deepEqual(securityContext.capabilities, { drop: ['ALL'] });
        assert.ok(!securityContext.privileged);
      }
    });

    it('has volumes for all that a node writes, and no other', () => {
      const volume = (mount) => pod.volumes.find(({ name }) => name === mount.name);
      const writable = container.volumeMounts.filter((mount) => !mount.readOnly);
      const shared = environment(0).AkkaChat__Media__Directory;
      assert.deepEqual(writable.map((mount) => mount.mountPath).sort(), ['/data', ...(shared ? [shared] : []), '/tmp']);
      assert.ok(writable.every((mount) => mount.mountPath === shared || volume(mount).emptyDir?.sizeLimit));
      assert.ok(pod.volumes.every((each) => !each.hostPath));
    });

    it('takes uploads only where all nodes share what they are kept in', () => {
      const { AkkaChat__Media__Enabled: enabled, AkkaChat__Media__Directory: directory } = environment(0);
      assert.equal(enabled, directory === undefined ? 'false' : 'true');
      if (directory !== undefined) {
        const { name } = container.volumeMounts.find(({ mountPath }) => mountPath === directory);
        const { claimName } = pod.volumes.find((each) => each.name === name).persistentVolumeClaim;
        assert.deepEqual(one('PersistentVolumeClaim', claimName).spec.accessModes, ['ReadWriteMany']);
      }
    });

    it('asks each node how it is', () => {
      assert.equal(container.startupProbe.httpGet.path, '/health/live');
      assert.equal(container.livenessProbe.httpGet.path, '/health/live');
      assert.equal(container.readinessProbe.httpGet.path, '/health/ready');
    });

    it('leaves a node more time than it takes to go', () => {
      assert.ok(pod.terminationGracePeriodSeconds > leaveSeconds(environment(0)));
    });

    it('keeps an image by its tag', () => {
      for (const { image } of pod.containers) {
        checkTag(image);
      }
    });

    it('limits memory and not processor time', () => {
      assert.ok(container.resources.requests.cpu && container.resources.requests.memory && container.resources.limits.memory);
      assert.equal(container.resources.limits.cpu, undefined);
    });

    it('gives nodes the names under which the seeds are known', () => {
      const service = one('Service', nodes.spec.serviceName);
      assert.equal(service.spec.clusterIP, 'None');
      assert.equal(service.spec.publishNotReadyAddresses, true);
      const seeds = list(environment(0), 'AkkaChat__Cluster__Seeds');
      assert.equal(seeds.length, 3);
      seeds.forEach((seed, ordinal) => {
        const own = environment(ordinal);
        assert.equal(seed, `${own.AkkaChat__Cluster__Hostname}:${own.AkkaChat__Cluster__Port}`);
        assert.equal(
          own.AkkaChat__Cluster__Hostname,
          `${nodes.metadata.name}-${ordinal}.${service.metadata.name}.${namespace}.svc.cluster.local`);
        assert.deepEqual(list(own, 'AkkaChat__Cluster__Seeds'), seeds);
      });
      assert.ok(nodes.spec.replicas >= seeds.length);
    });

    it('opens remoting on the address of the pod', () => {
      assert.equal(environment(0).AkkaChat__Cluster__BindAddress, '10.244.0.7');
      assert.equal(Number(environment(0).AkkaChat__Cluster__Port), REMOTING);
    });

    it('lets nobody but nodes reach remoting', () => {
      const policies = all('NetworkPolicy').filter((policy) => selects(policy.spec.podSelector.matchLabels ?? {}));
      assert.ok(policies.length > 0 && policies.every((policy) => policy.spec.policyTypes.includes('Ingress')));
      for (const rule of policies.flatMap((policy) => policy.spec.ingress)) {
        assert.ok(rule.ports?.length > 0, 'a rule without ports opens all');
        for (const { port, endPort } of rule.ports) {
          assert.ok(port === REMOTING || port === CLIENTS, `port ${port}`);
          assert.equal(endPort, undefined);
          if (port === REMOTING) {
            assert.deepEqual(rule.from, [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'akkachat' } } }]);
          }
        }
      }
    });

    it('shows remoting to nobody', () => {
      const isRemoting = ({ port, targetPort }) => [port, targetPort].some((each) => each === REMOTING || each === 'remoting');
      for (const service of all('Service')) {
        assert.equal(service.spec.type ?? 'ClusterIP', 'ClusterIP', service.metadata.name);
        assert.ok(!service.spec.externalIPs);
        if (service.metadata.name !== nodes.spec.serviceName) {
          assert.ok(!service.spec.ports.some(isRemoting), service.metadata.name);
        }
      }
      for (const { service } of all('Ingress').flatMap(backends)) {
        assert.notEqual(service.name, nodes.spec.serviceName);
        assert.ok(!isRemoting({ port: service.port.number ?? service.port.name }));
      }
      assert.ok(container.ports.every((port) => port.hostPort === undefined));
    });

    it('has TLS between nodes, with a certificate from a Secret', () => {
      const own = environment(0);
      const mount = container.volumeMounts.find(({ mountPath }) => mountPath === path.dirname(own.AkkaChat__Cluster__Tls__KeyFile));
      const volume = pod.volumes.find(({ name }) => name === mount.name);
      assert.equal(volume.secret.secretName, 'akkachat-cluster-tls');
      assert.equal(volume.secret.defaultMode & 0o007, 0, 'others may read it');
      assert.equal(mount.readOnly, true);
      assert.equal(own.AkkaChat__Cluster__Tls__CertificateFile, `${mount.mountPath}/tls.crt`);
      assert.equal(own.AkkaChat__Cluster__Tls__KeyFile, `${mount.mountPath}/tls.key`);
      assert.equal(own.AkkaChat__Cluster__Tls__AuthorityFile, `${mount.mountPath}/ca.crt`);
    });

    it('holds no secret', () => {
      assert.deepEqual(all('Secret'), []);
      for (const name of ['ConnectionStrings__AkkaChat', 'AkkaChat__Auth__SigningKey']) {
        const setting = container.env.find((each) => each.name === name);
        assert.equal(setting.value, undefined);
        assert.ok(setting.valueFrom.secretKeyRef);
      }
    });

    it('selects the nodes wherever it selects', () => {
      assert.ok(selects(nodes.spec.selector.matchLabels));
      const [budget] = all('PodDisruptionBudget');
      assert.ok(selects(budget.spec.selector.matchLabels));
      assert.equal(budget.spec.maxUnavailable, 1);
      assert.ok(selects(one('Service', 'akkachat').spec.selector));
      assert.ok(selects(one('Service', 'akkachat-nodes').spec.selector));
      assert.ok(pod.topologySpreadConstraints.every((spread) => selects(spread.labelSelector.matchLabels)));
    });

    it('names ports that the nodes have', () => {
      const ports = Object.fromEntries(container.ports.map(({ name, containerPort }) => [name, containerPort]));
      assert.deepEqual(ports, { http: CLIENTS, remoting: REMOTING });
      for (const service of all('Service').filter((each) => each.spec.selector)) {
        assert.ok(service.spec.ports.every(({ targetPort }) => targetPort in ports));
      }
      for (const probe of [container.startupProbe, container.livenessProbe, container.readinessProbe]) {
        assert.equal(ports[probe.httpGet.port], CLIENTS);
      }
    });
  });
}

describe('deploy/k8s/overlays/production', () => {
  const objects = kustomize('overlays/production');
  const find = (kind, name) => objects.find((object) => object.kind === kind && object.metadata.name === name);

  it('keeps sockets open for longer than they are silent', () => {
    const { annotations } = find('Ingress', 'akkachat').metadata;
    for (const side of ['read', 'send']) {
      assert.ok(Number(annotations[`nginx.ingress.kubernetes.io/proxy-${side}-timeout`]) >= 3600);
    }
  });

  it('keeps metrics and health inside', () => {
    const { metadata, spec } = find('Ingress', 'akkachat');
    assert.equal(metadata.annotations['nginx.ingress.kubernetes.io/use-regex'], 'true');
    // The longest pattern comes first.
    const paths = spec.rules[0].http.paths.toSorted((left, right) => right.path.length - left.path.length);
    for (const inside of ['/metrics', '/METRICS', '/health/ready', '/health/live']) {
      const { backend } = paths.find((each) => new RegExp(`^${each.path}`, 'i').test(inside));
      assert.equal(find('Service', backend.service.name).spec.selector, undefined, inside);
    }
    for (const outside of ['/', '/ws', '/api/v1/rooms']) {
      const { backend } = paths.find((each) => new RegExp(`^${each.path}`, 'i').test(outside));
      assert.equal(backend.service.name, 'akkachat', outside);
    }
  });

  it('speaks TLS with clients', () => {
    const { rules, tls } = find('Ingress', 'akkachat').spec;
    assert.deepEqual(tls.flatMap((each) => each.hosts), rules.map((rule) => rule.host));
  });

  it('has a certificate for the names of the nodes, from an authority that signs for nobody else', () => {
    const certificate = find('Certificate', 'akkachat-cluster-tls').spec;
    assert.deepEqual(certificate.dnsNames, ['*.akkachat-nodes.akkachat.svc.cluster.local']);
    assert.ok(['server auth', 'client auth'].every((usage) => certificate.usages.includes(usage)));
    assert.equal(certificate.secretName, 'akkachat-cluster-tls');
    const issuer = find('Issuer', certificate.issuerRef.name);
    const authority = objects.find((object) => object.kind === 'Certificate' && object.spec.secretName === issuer.spec.ca.secretName);
    assert.equal(authority.spec.isCA, true);
    assert.equal(authority.spec.issuerRef.name, find('Issuer', 'akkachat-self-signed').metadata.name);
  });
});

function backends(ingress) {
  const paths = ingress.spec.rules.flatMap((rule) => rule.http.paths.map((each) => each.backend));
  return ingress.spec.defaultBackend ? [ingress.spec.defaultBackend, ...paths] : paths;
}

/** The schema has the values, the types have the names of the fields: a schema alone lets a mistyped one pass. */
async function validate(objects) {
  const lines = [];
  for (const [index, object] of objects.entries()) {
    const home = object.apiVersion.startsWith('cert-manager.io/') ? '@kubernetes-models/cert-manager' : 'kubernetes-models';
    const module = `${home}/${object.apiVersion}/${object.kind}`;
    const { [object.kind]: Model } = await import(module);
    new Model(object).validate();
    lines.push(
      `import type { I${object.kind} as Kind${index} } from ${JSON.stringify(module)};`,
      `export const object${index}: Kind${index} = ${JSON.stringify(object)};`);
  }
  checkTypes(lines.join('\n'));
}

function checkTypes(source) {
  const directory = mkdtempSync(path.join(import.meta.dirname, 'node_modules/.types-'));
  try {
    const file = path.join(directory, 'objects.ts');
    writeFileSync(file, source);
    const program = ts.createProgram([file], {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      noEmit: true,
      skipLibCheck: true,
      strict: true,
      types: [],
    });
    const errors = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    assert.deepEqual(errors, []);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
