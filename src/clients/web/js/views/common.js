import { h } from '../dom.js';
import { icon } from '../icons.js';
import { sentence, t } from '../strings/index.js';

/** @import { App } from '../app.js' */

/**
 * @param {string} label
 * @param {Parameters<typeof icon>[0]} name
 * @param {Record<string, any>} props
 */
export const iconButton = (label, name, props) =>
  h('button', { type: 'button', title: label, 'aria-label': label, ...props, class: `icon-button ${props.class ?? ''}` },
    icon(name));

/** @param {App} app */
export const themeButton = (app) =>
  h('button', {
    type: 'button',
    class: 'icon-button theme-toggle',
    title: t('theme.toggle'),
    'aria-label': t('theme.toggle'),
    'data-testid': 'theme-toggle',
    onclick: app.toggleTheme,
  }, icon('sun', 'if-dark'), icon('moon', 'if-light'));

/** @param {App} app */
export const languageButton = (app) =>
  h('button', {
    type: 'button',
    class: 'icon-button language',
    title: t('language.toggle'),
    'aria-label': t('language.toggle'),
    'data-testid': 'language-toggle',
    onclick: app.toggleLanguage,
  }, t('language.short'));

/**
 * A sentence with the code small beside it.
 *
 * @param {any} error a ChatError or its code
 */
export function problem(error) {
  const code = typeof error === 'string' ? error : (error?.code ?? 'internal');
  return h('p', { class: 'problem', role: 'alert' }, sentence(code), h('span', { class: 'code' }, code));
}

/**
 * @param {Parameters<typeof icon>[0]} name
 * @param {string} title
 * @param {string} hint
 * @param {...any} actions
 */
export const emptyState = (name, title, hint, ...actions) =>
  h('div', { class: 'empty' }, icon(name), h('h2', null, title), h('p', null, hint),
    actions.length > 0 && h('div', { class: 'actions' }, actions));

/** @type {HTMLElement | null} */
let toasts = null;
const TOAST_MS = 2_400;

/** @param {string} text an outcome, never an error */
export function toast(text) {
  if (!toasts?.isConnected) {
    toasts = h('div', { class: 'toasts', role: 'status' });
    document.body.append(toasts);
  }
  const element = h('div', { class: 'toast' }, text);
  toasts.append(element);
  setTimeout(() => element.remove(), TOAST_MS);
}

/**
 * @param {string} text
 * @param {string} done
 */
export function copy(text, done) {
  navigator.clipboard?.writeText(text).then(() => toast(done), () => null);
}
