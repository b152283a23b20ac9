import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../strings/index.js';

/** @import { App } from '../app.js' */

/** What each reason says: icon, words, and whether one may go on here. */
const REASONS = {
  replaced: { name: 'devices', words: 'stopped.replaced', action: 'stopped.use', testid: 'kicked' },
  takenOver: { name: 'devices', words: 'stopped.replaced', action: 'stopped.use', testid: 'kicked' },
  banned: { name: 'lock', words: 'stopped.banned', action: null, testid: 'stopped' },
};
const OTHER = { name: 'offline', words: 'stopped.other', action: 'stopped.again', testid: 'stopped' };

/**
 * Covers the page when the server ended the session for good, and leaves the next step to the user.
 *
 * @param {App} app
 */
export function createStopped(app) {
  const { client } = app;
  const cover = /** @type {HTMLDialogElement} */ (h('dialog', {
    class: 'stopped', role: 'alertdialog', closedby: 'none', oncancel: (/** @type {Event} */ event) => event.preventDefault(),
  }));

  function update() {
    const { state, reason } = client.status;
    if (state !== 'stopped' || reason === 'unauthorized' || reason === 'signedOut') {
      cover.close();
      cover.replaceChildren();
      return;
    }
    const { name, words, action, testid } = /** @type {Record<string, any>} */ (REASONS)[reason ?? ''] ?? OTHER;
    const button = h('button', {
      type: 'button',
      class: 'button primary',
      'data-testid': 'use-here',
      onclick: action ? client.start : app.signOut,
    }, t(action ?? 'signout'));
    cover.setAttribute('aria-label', t(words));
    cover.dataset.testid = testid;
    cover.dataset.reason = reason ?? '';
    cover.replaceChildren(h('div', { class: 'empty' }, icon(name), h('h2', null, t(words)),
      h('p', null, t(`${words}.hint`), words === OTHER.words && h('span', { class: 'code' }, reason)),
      h('div', { class: 'actions' }, button)));
    if (!cover.open && cover.isConnected) {
      // Over whatever dialog was open: nothing works any more.
      cover.showModal();
    }
    button.focus();
  }

  app.listen('status', update);
  queueMicrotask(update);
  return cover;
}
