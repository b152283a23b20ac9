// Writes what the mini program has from elsewhere: the client core as CommonJS, and the tokens as WXSS.
//
//   node scripts/generate.mjs            writes
//   node scripts/generate.mjs --check    only says what is not current; exit code 1 then
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { iconStyles } from './icons.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const app = join(here, '../app');
const core = join(here, '../../core/src');
const tokens = join(here, '../../web/css/tokens.css');
/** Of the transports one is used, and one is named as what is usual elsewhere. */
const TRANSPORTS = ['transports/wx.js', 'transports/browser.js'];

/** A module of this project's plain form as CommonJS; anything fancier is an error, not a guess. */
export function toCommonJs(source, name) {
  const exported = [];
  const text = source
    .replace(/^import \{([^}]*)\} from '([^']+)';\n/gm, (_, names, from) =>
      `const {${names.replace(/ as /g, ': ')}} = require('${from}');\n`)
    .replace(/^export \{([^}]*)\} from '([^']+)';\n/gm, (_, names, from) => names.split(',').map((item) => item.trim()).filter(Boolean)
      .map((item) => {
        const [original, renamed] = item.split(' as ');
        return `exports.${renamed ?? original} = require('${from}').${original};\n`;
      }).join(''))
    .replace(/^export \{\};\n/gm, '')
    .replace(/^export const \{ ([\w, ]+) \} = /gm, (_, names) => {
      exported.push(...names.split(', '));
      return `const { ${names} } = `;
    })
    .replace(/^export ((?:async )?function\*? |class |const )(\w+)/gm, (_, kind, id) => {
      exported.push(id);
      return `${kind}${id}`;
    });
  const left = text.match(/^(?:import|export)\b.*$/m);
  if (left) {
    throw new Error(`${name}: cannot turn into CommonJS: ${left[0]}`);
  }
  const tail = exported.length > 0 ? `\nmodule.exports = { ${exported.join(', ')} };\n` : '';
  return `'use strict';\n\n${text}${tail}`;
}

function coreFiles() {
  const names = readdirSync(core).filter((name) => name.endsWith('.js') && name !== 'types.js');
  return Object.fromEntries([...names, ...TRANSPORTS].map((name) =>
    [join('core', name), `// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.\n${toCommonJs(readFileSync(join(core, name), 'utf8'), name)}`]));
}

const declarations = (css, selector) => {
  const body = new RegExp(`^${selector} \\{\\n([^}]*)\\}`, 'm').exec(css)?.[1] ?? '';
  return body
    .replace(/\/\*[\s\S]*?\*\//g, '')
    // Older web views know neither the blank-separated form nor percents in it.
    .replace(/rgb\((\d+) (\d+) (\d+) \/ (\d+)%\)/g, (_, r, g, b, percent) => `rgba(${r}, ${g}, ${b}, ${Number(percent) / 100})`)
    .replace(/,\n\s+/g, ', ')
    .split('\n').map((line) => line.trim())
    .filter((line) => line.startsWith('--') && !line.startsWith('--font:'))
    // Text follows the size that people have set in WeChat.
    .map((line) => line.replace(/^(--t-\w+): (\d+)px;$/, '$1: calc($2px * var(--scale, 1));'));
};

function styleFiles() {
  const css = readFileSync(tokens, 'utf8');
  const light = declarations(css, ':root');
  const dark = declarations(css, ':root\\[data-theme="dark"\\]');
  const block = (selector, lines, indent = '') =>
    `${indent}${selector} {\n${lines.map((line) => `${indent}  ${line}\n`).join('')}${indent}}\n`;
  const hues = css.match(/^\.hue-\d+ \{.*\}$/gm) ?? [];
  const note = '/* Generated from src/clients/web/css/tokens.css; do not edit. */\n';
  return {
    'styles/tokens.wxss': `${note}${block('page, .theme-light, .theme-dark', light)}\n@media (prefers-color-scheme: dark) {\n${
      block('page', dark, '  ')}}\n\n${block('.theme-dark', dark)}`,
    'components/avatar/hues.wxss': `${note}${hues.join('\n')}\n`,
    'components/glyph/icons.wxss': iconStyles(),
  };
}

const wanted = { ...coreFiles(), ...styleFiles() };
const old = existsSync(join(app, 'core'))
  ? readdirSync(join(app, 'core'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => relative(app, join(entry.parentPath, entry.name)))
  : [];
const stale = [
  ...Object.entries(wanted).filter(([name, text]) => !existsSync(join(app, name)) || readFileSync(join(app, name), 'utf8') !== text)
    .map(([name]) => name),
  ...old.filter((name) => !(name in wanted)),
];

if (process.argv.includes('--check')) {
  stale.forEach((name) => console.log(`not current: app/${name}`));
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const name of stale) {
    if (name in wanted) {
      mkdirSync(dirname(join(app, name)), { recursive: true });
      writeFileSync(join(app, name), wanted[name]);
    } else {
      rmSync(join(app, name));
    }
    console.log(`${name in wanted ? 'wrote' : 'removed'} app/${name}`);
  }
}
