import { face } from '../avatar.js';
import { h } from '../dom.js';
import '../details.js';
import { t } from '../strings/index.js';
import { problem } from './common.js';
import { openDialog } from './dialogs.js';

/** @import { App } from '../app.js' */

/**
 * Who has read a message, and who has not.
 *
 * @param {App} app
 * @param {string} room
 * @param {number} seq
 */
export function openReceipts(app, room, seq) {
  const { client } = app;
  const body = h('div', { class: 'receipts', 'data-testid': 'receipts' });
  const dialog = openDialog(t('message.readers'), body);
  /** @type {{ read: string[], unread: string[] } | null} */
  let known = null;

  /** @param {string} title @param {string} testid @param {string[]} people */
  const part = (title, testid, people) => h('section', { 'data-testid': testid }, h('h3', null, title),
    h('ul', { class: 'people' }, people.map((id) => h('li', { class: 'member', 'data-user': id },
      face(app, id), h('span', { class: 'name', dir: 'auto' }, app.nameOf(id))))));

  function draw() {
    if (known) {
      // That the author has read it goes without saying.
      const read = known.read.filter((id) => id !== client.me?.id);
      body.replaceChildren(part(t('receipts.read', { n: read.length }), 'receipts-read', read),
        part(t('receipts.unread', { n: known.unread.length }), 'receipts-unread', known.unread));
    }
  }

  async function load() {
    body.replaceChildren(h('div', { class: 'skeleton', 'aria-hidden': 'true' }, h('i', null), h('i', null)));
    try {
      known = await client.receipts(room, seq);
      draw();
    } catch (error) {
      body.replaceChildren(problem(error), h('button', { type: 'button', class: 'button', onclick: load }, t('retry')));
    }
  }
  const stop = client.on('people', draw);
  dialog.addEventListener('close', stop);
  void load();
}
