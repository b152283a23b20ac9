import { h } from '../dom.js';
import { t } from '../strings/index.js';
import { iconButton, problem } from './common.js';

/** @import { App } from '../app.js' */

/**
 * A dialog that takes itself away when it closes.
 *
 * @param {string} title
 * @param {...any} body
 */
export function openDialog(title, ...body) {
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog', { 'aria-label': title },
    h('div', { class: 'dialog-head' }, h('h2', null, title),
      iconButton(t('close'), 'close', { onclick: () => dialog.close() })),
    h('div', { class: 'dialog-body' }, body)));
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
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
      h('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, t('cancel')),
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
 * @param {object} options
 * @param {string} options.title
 * @param {any[]} options.fields
 * @param {string} options.submit
 * @param {string} options.testid
 * @param {() => Promise<any>} options.run
 */
function formDialog({ title, fields, submit, testid, run }) {
  const failed = h('div', { class: 'slot' });
  const button = h('button', { type: 'submit', class: 'button primary', 'data-testid': testid }, submit);
  const form = h('form', { class: 'dialog-form', onsubmit: async (/** @type {Event} */ event) => {
    event.preventDefault();
    button.setAttribute('disabled', '');
    failed.replaceChildren();
    try {
      await run();
      dialog.close();
    } catch (error) {
      failed.replaceChildren(problem(error));
      button.removeAttribute('disabled');
    }
  } }, fields, failed, h('div', { class: 'dialog-actions' }, button));
  const dialog = openDialog(title, form);
}

/** @param {App} app */
export function newRoom(app) {
  const name = /** @type {HTMLInputElement} */ (h('input', {
    class: 'input', 'data-testid': 'new-room-name', required: true, maxlength: 100, autocomplete: 'off', autofocus: true,
  }));
  const open = /** @type {HTMLInputElement} */ (h('input', {
    type: 'checkbox', checked: true, 'data-testid': 'new-room-public',
  }));
  formDialog({
    title: t('room.new'),
    submit: t('room.new.submit'),
    testid: 'new-room-submit',
    fields: [
      h('label', { class: 'field' }, h('span', null, t('room.new.name')), name),
      h('label', { class: 'check' }, open, t('room.new.public')),
    ],
    run: async () => {
      const room = await app.client.createRoom({ name: name.value.trim(), public: open.checked });
      app.go(room?.id ?? null);
    },
  });
}

/** @param {App} app */
export function joinRoom(app) {
  const id = /** @type {HTMLInputElement} */ (h('input', {
    class: 'input', 'data-testid': 'join-room-id', required: true, maxlength: 64, pattern: '[A-Za-z0-9_.:\\-]+',
    autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', placeholder: 'lobby', autofocus: true,
  }));
  formDialog({
    title: t('room.join'),
    submit: t('room.join.submit'),
    testid: 'join-room-submit',
    fields: [
      h('label', { class: 'field' }, h('span', null, t('room.join.id')), id),
      h('p', { class: 'hint' }, t('room.join.hint')),
    ],
    run: async () => {
      const room = await app.client.joinRoom(id.value.trim());
      app.go(room?.id ?? null);
    },
  });
}
