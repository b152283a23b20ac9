import { roomFace } from '../avatar.js';
import { h } from '../dom.js';
import '../details.js';
import { nameOfRoom } from '../format.js';
import { t } from '../strings/index.js';
import { problem } from './common.js';
import { openDialog } from './dialogs.js';

/** @import { App } from '../app.js' */

const ROOMS_AT_MOST = 9;

/**
 * Chooses the rooms that messages are said in again.
 *
 * @param {App} app
 * @param {string} from
 * @param {number[]} seqs
 * @param {(rooms: number) => void} done
 */
export function openForward(app, from, seqs, done) {
  const { client } = app;
  /** @type {Set<string>} */
  const picked = new Set();
  const list = h('ul', { class: 'people pick' });
  const failed = h('div', { class: 'slot' });
  const submit = h('button', { type: 'button', class: 'button primary', 'data-testid': 'forward-submit', disabled: true, onclick: send });
  const search = /** @type {HTMLInputElement} */ (h('input', {
    type: 'search', class: 'input', placeholder: t('forward.search'), 'aria-label': t('forward.search'), autocomplete: 'off',
    'data-testid': 'forward-search', oninput: draw,
  }));
  const dialog = openDialog(t('forward.title', { n: seqs.length }), search, list, failed,
    h('div', { class: 'dialog-actions' }, submit));

  function update() {
    submit.textContent = t('forward.submit', { n: Math.max(1, picked.size) });
    submit.toggleAttribute('disabled', picked.size === 0);
  }

  function draw() {
    const wanted = search.value.trim().toLowerCase();
    const rooms = client.conversations.list().filter((room) => nameOfRoom(room).toLowerCase().includes(wanted));
    list.replaceChildren(...rooms.map((room) => {
      const box = /** @type {HTMLInputElement} */ (h('input', { type: 'checkbox', onchange: () => {
        box.checked && picked.size < ROOMS_AT_MOST ? picked.add(room.id) : picked.delete(room.id);
        box.checked = picked.has(room.id);
        update();
      } }));
      box.checked = picked.has(room.id);
      return h('li', null, h('label', { class: 'person', 'data-testid': 'forward-room', 'data-room': room.id },
        box, roomFace(app, room), h('span', { class: 'name', dir: 'auto' }, nameOfRoom(room))));
    }));
    if (rooms.length === 0) {
      list.replaceChildren(h('li', { class: 'hint' }, t('forward.none')));
    }
    update();
  }

  async function send() {
    submit.setAttribute('disabled', '');
    failed.replaceChildren();
    let sent = 0;
    for (const room of [...picked]) {
      try {
        await client.forward(from, seqs, room);
        picked.delete(room);
        sent++;
      } catch (error) {
        const known = client.conversations.get(room);
        failed.append(h('div', null, known && h('strong', { dir: 'auto' }, nameOfRoom(known)), problem(error)));
      }
    }
    if (picked.size === 0) {
      dialog.close();
      done(sent);
    } else {
      draw();
    }
  }
  draw();
  search.focus();
}
