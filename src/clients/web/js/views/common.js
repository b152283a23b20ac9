import { h } from '../dom.js';
import { icon } from '../icons.js';
import { language, languages, sentence, t } from '../strings/index.js';

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
    onclick: () => app.useLanguage(languages[1 - languages.indexOf(language())]),
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
const TOAST_MS = 3_200;

/** @param {string} text an outcome, never an error */
export function toast(text) {
  if (!toasts?.isConnected) {
    toasts = h('div', { class: 'toasts', role: 'status', popover: 'manual' });
    document.body.append(toasts);
  }
  const element = h('div', { class: 'toast', 'data-testid': 'toast' }, text);
  toasts.append(element);
  // Shown anew, so that it lies above a dialog that opened later.
  toasts.hidePopover();
  toasts.showPopover();
  setTimeout(() => {
    element.remove();
    if (toasts?.childElementCount === 0) {
      toasts.hidePopover();
    }
  }, TOAST_MS);
}

/**
 * @param {string} text
 * @param {string} done
 */
export function copy(text, done) {
  // Pages that came without TLS have no clipboard.
  (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(() => toast(done), () => toast(t('copy.failed')));
}

let asked = 0;

/**
 * Opens what comes when it is asked for; of several clicks the last one counts. Where it can't be had, that is said.
 *
 * @template T
 * @param {() => Promise<T>} load
 * @param {(views: T) => unknown} open
 */
export async function bring(load, open) {
  const mine = ++asked;
  const views = await load().catch(() => null);
  if (mine === asked) {
    views ? open(views) : toast(sentence('network'));
  }
}

/** Lines that stand for what is on its way. @param {number} lines */
export const skeleton = (lines) => h('div', { class: 'skeleton', 'aria-hidden': 'true' },
  Array.from({ length: lines }, () => h('div', { class: 'row' }, h('i', null), h('i', null), h('i', null))));

/**
 * Runs what a button asks for: the button rests meanwhile, and what goes wrong is said where the user looks.
 *
 * @param {Element | null} button
 * @param {HTMLElement} slot where a problem goes
 * @param {() => Promise<any>} run
 * @returns {Promise<boolean>} whether it was done
 */
export async function attempt(button, slot, run) {
  button?.setAttribute('disabled', '');
  slot.replaceChildren();
  try {
    await run();
    return true;
  } catch (error) {
    slot.replaceChildren(problem(error));
    slot.scrollIntoView({ block: 'nearest' });
    return false;
  } finally {
    button?.removeAttribute('disabled');
  }
}
