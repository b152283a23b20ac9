import { chat } from './chat.js';
import { common } from './common.js';
import { list } from './list.js';
import { page } from './page.js';
import { rooms } from './rooms.js';

/**
 * Every text of this client, by key: [English, Chinese]. A text is a string, or a form for each plural category that the
 * language has. `{name}` takes a value, `{n}` a number.
 *
 * @type {Record<string, (string | Record<string, string>)[]>}
 */
export const TABLE = { ...common, ...page, ...list, ...rooms, ...chat };

/** Adds the texts of what comes later. @param {typeof TABLE} texts */
export const addTexts = (texts) => void Object.assign(TABLE, texts);

const KEY = 'akkachat.language';
export const languages = ['en', 'zh-CN'];
const plurals = languages.map((name) => new Intl.PluralRules(name));

/** @returns {string} */
function stored() {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

let index = Math.max(0, languages.indexOf(stored() || (navigator.language.startsWith('zh') ? 'zh-CN' : 'en')));

export const language = () => languages[index];

/** @param {string} name one of `languages` */
export function setLanguage(name) {
  index = Math.max(0, languages.indexOf(name));
  try {
    localStorage.setItem(KEY, languages[index]);
  } catch {
    // Not kept, but switched.
  }
}

/** @param {string} key */
export const has = (key) => Object.hasOwn(TABLE, key);

/**
 * @param {string} key
 * @param {Record<string, any>} [values] `n` chooses the plural form
 */
export function t(key, values = {}) {
  const entry = has(key) ? TABLE[key][index] : key;
  const form = typeof entry === 'string' ? entry : (entry[plurals[index].select(values.n)] ?? entry.other);
  return form.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) =>
    name === 'n' ? values.n.toLocaleString(language()) : String(values[name] ?? ''));
}

/** @param {string} code */
export const sentence = (code) => t(has(`error.${code}`) ? `error.${code}` : 'error.internal');
