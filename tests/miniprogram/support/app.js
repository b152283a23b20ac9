import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The mini program itself. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../../../src/clients/miniprogram/app');

export const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');
export const readJson = (/** @type {string} */ path) => JSON.parse(read(path));

/** All files, as paths below the root. */
export const files = () => readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(root, join(entry.parentPath, entry.name)));

export const withExtension = (/** @type {string} */ extension) => files().filter((path) => extname(path) === extension);

export const app = readJson('app.json');
export const pages = [...app.pages, ...app.subPackages.flatMap((/** @type {any} */ part) =>
  part.pages.map((/** @type {string} */ page) => `${part.root}/${page}`))];
