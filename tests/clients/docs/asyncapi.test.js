import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import Ajv from 'ajv';

const require = createRequire(import.meta.url);
const document = JSON.parse(readFileSync(new URL('../../../src/docs/asyncapi.json', import.meta.url), 'utf8'));
const version = document.asyncapi;

// The specification's own schema brings that of JSON Schema along, so the validator must not bring another one.
const isValid = new Ajv({ meta: false, strict: false, validateSchema: false, validateFormats: false })
  .compile(require(`@asyncapi/specs/schemas/${version}.json`));

/** What a pointer within the document leads to. */
const at = (/** @type {string} */ pointer) => pointer.slice(2).split('/').reduce((node, name) => node?.[name], document);

/** All pointers that stand in the document. */
function* pointers(/** @type {any} */ node) {
  if (node && typeof node === 'object') {
    for (const [name, value] of Object.entries(node)) {
      if (name === '$ref') {
        yield value;
      }
      yield* pointers(value);
    }
  }
}

test('asyncapi.json is what AsyncAPI says', () => {
  assert.equal(version, '3.0.0');
  assert.ok(isValid(document), JSON.stringify(isValid.errors, null, 2));
});

test('a document with a fault is found out', () => {
  const faulty = structuredClone(document);
  faulty.operations.push.action = 'shout';
  assert.ok(!isValid(faulty));
});

test('every pointer in asyncapi.json leads somewhere', () => {
  const broken = [...new Set(pointers(document))].filter((pointer) => at(pointer) === undefined);
  assert.deepEqual(broken, []);
});
