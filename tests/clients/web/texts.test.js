import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const js = fileURLToPath(new URL('../../../src/clients/web/js', import.meta.url));
const modules = readdirSync(js, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js')).map((name) => join(js, name));
const sources = new Map(modules.map((path) => [path, readFileSync(path, 'utf8')]));

/** What a module names in an import that matches. @param {string} path @param {RegExp} pattern */
const named = (path, pattern) => [...(sources.get(path) ?? '').matchAll(pattern)]
  .map(([, to]) => resolve(dirname(path), to)).filter((to) => sources.has(to));

/** A module and all that are there when it runs. @param {string} first */
function closure(first) {
  const all = new Set([first]);
  for (const path of all) {
    named(path, /^(?:import|export) (?:[^;]*? from )?'(\.[^']+)';/gm).forEach((to) => all.add(to));
  }
  return all;
}

/** The keys that these modules give texts for. @param {Iterable<string>} paths */
const keysOf = (paths) => new Set([...paths].filter((path) => path.includes('/strings/'))
  .flatMap((path) => [...(sources.get(path) ?? '').matchAll(/^ {2}'([a-z][\w.-]*)':/gm)].map(([, key]) => key)));

const everywhere = keysOf(modules);
const first = closure(join(js, 'main.js'));
const later = modules.flatMap((path) => named(path, /\bimport\('(\.[^']+)'\)(?!\.[A-Z])/g));

test('every module that comes later brings the texts that it shows', () => {
  assert.ok(later.length > 5);
  for (const entry of [join(js, 'main.js'), ...later]) {
    const there = closure(entry);
    const has = keysOf([...first, ...there]);
    for (const path of there) {
      const missing = [...(sources.get(path) ?? '').matchAll(/'([a-z][\w-]*(?:\.[\w-]+)+)'/g)]
        .map(([, key]) => key).filter((key) => everywhere.has(key) && !has.has(key));
      assert.deepEqual(missing, [], `${relative(js, path)}, loaded for ${relative(js, entry)}`);
    }
  }
});

test('every text that is asked for by name is there, in both languages', () => {
  for (const [path, source] of sources) {
    for (const [, key] of source.matchAll(/\bt\('([^']+)'/g)) {
      assert.ok(everywhere.has(key), `${relative(js, path)} asks for ${key}`);
    }
    if (path.includes('/strings/')) {
      for (const [line, key] of source.matchAll(/^ {2}'([a-z][\w.-]*)':.*$/gm)) {
        assert.match(line, /\[.+, .+\],$/, key);
      }
    }
  }
});

test('no text is left that nobody shows', () => {
  const views = [...sources].filter(([path]) => !path.includes('/strings/')).map(([, source]) => source).join('\n');
  // Codes of errors come from the server, a hint goes with its text, and some are put together from their beginning.
  const starts = ['error.', ...[...views.matchAll(/`([\w.-]+\.)\$\{[^`]*`/g)].map(([, start]) => start)];
  const unused = [...everywhere].filter((key) => !views.includes(`'${key}'`) && !views.includes(`'${key.replace(/\.hint$/, '')}'`)
    && !starts.some((start) => key.startsWith(start)));
  assert.deepEqual(unused, []);
});
