import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { app, files, pages, read, readJson, root, withExtension } from '../support/app.js';

const require = createRequire(import.meta.url);
const KB = 1024;
const MAIN_AT_MOST = 500 * KB;
const PICTURE_AT_MOST = 200 * KB;

test('what is generated is current', () => {
  execFileSync('node', [join(root, '../scripts/generate.mjs'), '--check'], { stdio: 'pipe' });
});

test('WeChat’s own compilers take every page, component and style without a word', () => {
  const { wxmlToJs, wxssToJs } = require('miniprogram-compiler');
  const said = [];
  const { warn, error } = console;
  console.warn = (...words) => said.push(words);
  console.error = (...words) => said.push(words);
  try {
    assert.ok(wxmlToJs(root).length > 1000);
    assert.ok(wxssToJs(root).length > 1000);
  } finally {
    Object.assign(console, { warn, error });
  }
  assert.deepEqual(said, []);
});

test('every page and component has its four files, and every component that is used exists', () => {
  const components = withExtension('.json').filter((path) => readJson(path).component).map((path) => path.replace(/\.json$/, ''));
  for (const path of [...pages, ...components]) {
    for (const extension of ['js', 'json', 'wxml', 'wxss']) {
      assert.ok(existsSync(join(root, `${path}.${extension}`)), `${path}.${extension} is missing`);
    }
    const used = readJson(`${path}.json`).usingComponents ?? {};
    const template = read(`${path}.wxml`);
    for (const [name, target] of Object.entries(used)) {
      assert.ok(existsSync(join(root, `${target}.js`)), `${path}: there is no ${target}`);
      assert.match(template, new RegExp(`<${name}[\\s/>]`), `${path} names ${name} and never uses it`);
    }
    const builtIn = ['view', 'text', 'image', 'button', 'input', 'textarea', 'scroll-view', 'switch', 'block', 'slot'];
    for (const [, tag] of template.matchAll(/<([a-z][\w-]*)/g)) {
      assert.ok(builtIn.includes(tag) || tag in used, `${path} uses <${tag}> and does not name it`);
    }
  }
});

test('what a template calls is there', () => {
  for (const path of withExtension('.wxml')) {
    const code = files().filter((file) => dirname(file) === dirname(path) && file.endsWith('.js')).map(read).join('\n');
    for (const [, handler] of read(path).matchAll(/(?:bind|catch):?[\w-]+="(\w+)"/g)) {
      assert.match(code, new RegExp(`\\b${handler}\\b\\s*(?:\\(|:)`), `${path} calls ${handler}`);
    }
  }
});

test('a component’s styles use classes only: WeChat gives others no effect', () => {
  for (const path of withExtension('.wxss').filter((file) => file.startsWith('components/'))) {
    const selectors = read(path).replace(/\/\*[\s\S]*?\*\//g, '').replace(/@[\w-]+[^{;]*;/g, '')
      .match(/(?:^|[}])\s*[^{}@]+(?=\{)/g) ?? [];
    for (const selector of selectors.map((one) => one.replace(/^[}\s]+/, '').trim())) {
      assert.match(selector, /^(\.|:host|from$|to$)/, `${path}: ${selector}`);
      assert.doesNotMatch(selector, /#|\[|(?:^|[\s>+~])[a-z]/, `${path}: ${selector}`);
    }
  }
});

test('colours come from the tokens, and text grows with WeChat’s own size', () => {
  for (const path of withExtension('.wxss')) {
    const text = read(path);
    for (const [, name] of text.matchAll(/var\((--[\w-]+)/g)) {
      assert.ok(read('styles/tokens.wxss').includes(`${name}:`) || name === '--scale', `${path}: ${name} is no token`);
    }
  }
});

test('sizes stay within limits', () => {
  const sub = app.subPackages.map((/** @type {any} */ part) => `${part.root}/`);
  const sizes = files().map((path) => [path, statSync(join(root, path)).size]);
  const sum = (/** @type {any[]} */ list) => list.reduce((bytes, [, size]) => bytes + size, 0);
  const main = sum(sizes.filter(([path]) => !sub.some((/** @type {string} */ part) => String(path).startsWith(part))));
  const rest = sum(sizes) - main;
  console.log(`main package ${Math.round(main / KB)} KB, sub-package ${Math.round(rest / KB)} KB as they are; `
    + `core ${Math.round(sum(sizes.filter(([path]) => String(path).startsWith('core/'))) / KB)} KB of it`);

  assert.ok(main <= MAIN_AT_MOST, `the main package has ${main} bytes`);
  for (const [path, size] of sizes.filter(([name]) => /\.(png|jpe?g|svg)$/.test(String(name)))) {
    assert.ok(size <= PICTURE_AT_MOST, `${path} has ${size} bytes`);
  }
});

test('only DevTools may reach a server without TLS', () => {
  const code = read('config.js');
  const run = (/** @type {string} */ envVersion, /** @type {any} */ server) => {
    const module = { exports: /** @type {any} */ ({}) };
    const wx = { getAccountInfoSync: () => ({ miniProgram: { envVersion } }), getExtConfigSync: () => ({ server }) };
    new Function('module', 'wx', code)(module, wx);
    return module.exports.readConfig();
  };

  assert.equal(run('release', undefined).socketUrl, 'wss://chat.example.com/ws');
  assert.equal(run('develop', { host: 'h:1' }).socketUrl, 'ws://h:1/ws');
  assert.throws(() => run('release', { host: 'h', secure: false }), /https and wss/);
});

test('the project opens as it is', () => {
  const project = JSON.parse(readFileSync(join(root, '../project.config.json'), 'utf8'));

  assert.ok(existsSync(join(root, '..', project.miniprogramRoot, 'app.json')));
  const theme = readJson('theme.json');
  for (const { iconPath, selectedIconPath, pagePath } of app.tabBar.list) {
    assert.ok(pages.includes(pagePath));
    for (const icon of [iconPath, selectedIconPath]) {
      for (const look of [theme.light, theme.dark]) {
        assert.ok(existsSync(join(root, look[icon.replace(/^@/, '')])), icon);
      }
    }
  }
  const names = (/** @type {any} */ value) => JSON.stringify(value).match(/"@\w+"/g) ?? [];
  for (const name of names(app).map((/** @type {string} */ one) => one.slice(2, -1))) {
    assert.ok(theme.light[name] && theme.dark[name], `theme.json lacks ${name}`);
  }
});
