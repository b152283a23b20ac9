import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import postcss from 'postcss';
import selectorParser from 'postcss-selector-parser';
import { app, files, pages, read, readJson, root } from '../support/app.js';

const { TmplGroup } = createRequire(import.meta.url)('glass-easel-template-compiler');
const here = dirname(fileURLToPath(import.meta.url));

/** Tags that stand in the page under names of their own. */
const BUILT_IN = ['view', 'text', 'image', 'button', 'input', 'textarea', 'scroll-view', 'switch'];
/** What a file of the program finds without asking for it. */
const NAMES = [
  'require', 'module', 'exports', 'wx', 'App', 'Page', 'Component', 'getApp', 'getCurrentPages', 'setTimeout', 'clearTimeout', 'setInterval',
  'clearInterval',
];

/** Every page and component, with what it uses as absolute paths. */
function components() {
  /** @type {Map<string, any>} */
  const found = new Map();
  const add = (/** @type {string} */ path) => {
    if (!found.has(path)) {
      const config = readJson(`${path}.json`);
      found.set(path, config);
      Object.values(config.usingComponents ?? {}).forEach((used) => add(String(used).slice(1)));
    }
  };
  pages.forEach(add);
  return found;
}

function templates(/** @type {string[]} */ warnings) {
  const group = new TmplGroup();
  for (const path of files().filter((file) => extname(file) === '.wxml')) {
    // On plain elements the compiler takes `bindtap` for an attribute; `bind:tap` means the same everywhere.
    const text = read(path).replace(/(\s(?:bind|catch))([a-z]\w*\s*=)/g, '$1:$2');
    const said = group.addTmpl(path.slice(0, -'.wxml'.length), text);
    (said ?? []).forEach((/** @type {any} */ warning) => warnings.push(`${path}: ${JSON.stringify(warning)}`));
  }
  group.addTmpl('__slot', '<slot></slot>');
  return group.getTmplGenObjectGroups();
}

/**
 * A style sheet for the browser: imports in place, own tag names, names of its own for a component's classes, and a page's
 * rules kept to that page.
 *
 * @param {string} path
 * @param {string} scope of a component
 * @param {string} page the path of a page
 */
function styles(path, scope, page) {
  const tree = postcss.parse(read(path), { from: path });
  let before = '';
  tree.walkAtRules('import', (rule) => {
    before += styles(posix.join(posix.dirname(path), rule.params.replace(/["']/g, '')), scope, page);
    rule.remove();
  });
  tree.walkDecls((declaration) => {
    declaration.value = declaration.value.replace(/(-?[\d.]+)vh\b/g, 'calc($1 * var(--vh))');
  });
  tree.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && 'name' in rule.parent && String(rule.parent.name).includes('keyframes')) {
      return;
    }
    rule.selector = selectorParser((selectors) => {
      selectors.walkTags((tag) => {
        tag.value = tag.value === 'page' ? 'wx-page' : BUILT_IN.includes(tag.value) ? `wx-${tag.value}` : tag.value;
      });
      if (scope) {
        selectors.walkClasses((name) => { name.value = `${scope}--${name.value}`; });
        selectors.walkPseudos((pseudo) => {
          if (pseudo.value === ':host') {
            pseudo.replaceWith(selectorParser.attribute(/** @type {any} */ ({
              attribute: 'wx-host', operator: '=', value: JSON.stringify(scope), quoteMark: '"', raws: {},
            })));
          }
        });
      }
    }).processSync(rule.selector);
    if (page) {
      // Without weight: a page's rule is no stronger here than in WeChat, where each page is a document.
      rule.selectors = rule.selectors.map((selector) => `:where([data-route="${page}"]) ${selector}`);
    }
  });
  return before + tree.toString();
}

/**
 * The mini program as a web page that runs it on WeChat's own component framework.
 *
 * @param {string} out a directory
 * @returns {Promise<string[]>} what the compiler had to say
 */
export async function build(out) {
  /** @type {string[]} */
  const warnings = [];
  mkdirSync(out, { recursive: true });
  const found = [...components()];
  const meta = Object.fromEntries(found.map(([path, config], index) => {
    const scope = config.component ? `s${index}` : '';
    return [path, { config, scope, css: styles(`${path}.wxss`, scope, config.component ? '' : path) }];
  }));
  const modules = files().filter((path) => extname(path) === '.js').map((path) =>
    `${JSON.stringify(path)}: function (${NAMES.join(', ')}) {${read(path)}\n}`);
  const program = { app, pages, meta, theme: readJson('theme.json'), css: styles('app.wxss', '', '') };
  writeFileSync(join(out, 'program.js'),
    `globalThis.__program = { ...${JSON.stringify(program)}, templates: ${templates(warnings)}, modules: {${modules.join(',\n')}} };\n`);
  for (const path of files().filter((file) => /\.(png|svg|jpe?g)$/.test(file))) {
    mkdirSync(join(out, dirname(path)), { recursive: true });
    copyFileSync(join(root, path), join(out, path));
  }
  await esbuild.build({
    entryPoints: [join(here, 'browser/runtime.js')], bundle: true, format: 'iife', outfile: join(out, 'runtime.js'),
    define: { 'process.env.NODE_ENV': '"production"' }, logLevel: 'error',
  });
  copyFileSync(join(here, 'browser/frame.css'), join(out, 'frame.css'));
  writeFileSync(join(out, 'index.html'), readFileSync(join(here, 'browser/index.html')));
  return warnings;
}
