import { h } from '../dom.js';
import { t } from '../strings/index.js';
import { attempt, iconButton } from './common.js';

/**
 * A dialog that takes itself away when it closes. The focus stays in it, and goes back to where it was.
 *
 * @param {string} title
 * @param {...any} body
 */
export function openDialog(title, ...body) {
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog', { 'aria-label': title },
    h('div', { class: 'dialog-head' }, h('h2', null, title),
      iconButton(t('close'), 'close', { 'data-testid': 'dialog-close', onclick: () => dialog.close() })),
    h('div', { class: 'dialog-body' }, body)));
  dialog.addEventListener('close', () => dialog.remove());
  // A click beside it; a drag that began inside and ended outside is none.
  let outside = false;
  dialog.addEventListener('pointerdown', (event) => (outside = event.target === dialog));
  dialog.addEventListener('click', (event) => outside && event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Asks once before something goes.
 *
 * @param {string} question names what goes
 * @param {string} action
 * @returns {Promise<boolean>}
 */
export const confirm = (question, action) => new Promise((resolve) => {
  const dialog = openDialog(action, h('p', null, question),
    h('div', { class: 'dialog-actions' },
      h('button', { type: 'button', class: 'button', autofocus: true, onclick: () => dialog.close() }, t('cancel')),
      h('button', {
        type: 'button',
        class: 'button danger',
        'data-testid': 'confirm-submit',
        onclick: () => {
          resolve(true);
          dialog.close();
        },
      }, action)));
  dialog.addEventListener('close', () => resolve(false));
});

/**
 * One of a few.
 *
 * @template T
 * @param {string} title
 * @param {{ label: string, value: T, testid?: string }[]} options
 * @returns {Promise<T | null>}
 */
export const choose = (title, options) => new Promise((resolve) => {
  const dialog = openDialog(title, h('div', { class: 'choices' }, options.map(({ label, value, testid }) =>
    h('button', {
      type: 'button',
      class: 'choice',
      'data-testid': testid,
      onclick: () => {
        resolve(value);
        dialog.close();
      },
    }, label))));
  dialog.addEventListener('close', () => resolve(null));
});

/**
 * @param {object} options
 * @param {string} options.title
 * @param {any[]} options.fields
 * @param {string} options.submit
 * @param {string} options.testid
 * @param {() => Promise<any>} options.run
 */
export function formDialog({ title, fields, submit, testid, run }) {
  const failed = h('div', { class: 'slot' });
  const button = h('button', { type: 'submit', class: 'button primary', 'data-testid': testid }, submit);
  const dialog = openDialog(title, h('form', { class: 'dialog-form', onsubmit: async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (await attempt(button, failed, run)) {
      dialog.close();
    }
  } }, fields, failed, h('div', { class: 'dialog-actions' }, button)));
  return dialog;
}
