import { h } from '../dom.js';
import { t } from '../strings/index.js';
import { languageButton, problem, themeButton } from './common.js';

/** @import { App } from '../app.js' */

/**
 * @param {App} app
 * @param {string | null} notice why one is here again
 */
export function createSignIn(app, notice) {
  const name = /** @type {HTMLInputElement} */ (h('input', {
    class: 'input', name: 'name', 'data-testid': 'signin-name', required: true, maxlength: 64, autocomplete: 'nickname',
    autofocus: true,
  }));
  const failed = h('div', { class: 'slot' }, notice ? h('p', { class: 'hint', role: 'status' }, notice) : null);
  const submit = h('button', { type: 'submit', class: 'button primary', 'data-testid': 'signin-submit' },
    t('signin.submit'));

  /** @param {Event} event */
  async function onSubmit(event) {
    event.preventDefault();
    const chosen = name.value.trim();
    if (!chosen) {
      name.focus();
      return;
    }
    submit.setAttribute('disabled', '');
    failed.replaceChildren();
    try {
      await app.client.signIn('guest', { name: chosen });
    } catch (error) {
      failed.replaceChildren(problem(error));
      submit.removeAttribute('disabled');
    }
  }

  document.title = t('app.name');
  return h('main', { class: 'sign-in' },
    h('div', { class: 'corner' }, languageButton(app), themeButton(app)),
    h('form', { onsubmit: onSubmit },
      h('div', { class: 'brand' }, h('img', { src: '/favicon.svg', alt: '', width: 40, height: 40 }),
        h('h1', null, t('signin.title'))),
      h('p', { class: 'hint' }, t(app.invitation ? 'signin.invited' : 'signin.hint')),
      h('label', { class: 'field' }, h('span', null, t('signin.name')), name),
      failed,
      submit));
}
