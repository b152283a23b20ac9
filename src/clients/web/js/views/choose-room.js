import { roomFace } from '../avatar.js';
import { h } from '../dom.js';
import { nameOfRoom } from '../format.js';
import { t } from '../strings/index.js';
import { openDialog } from './dialogs.js';
import { textInput } from './form.js';

/** @import { App } from '../app.js' */

/**
 * One of the user's chats.
 *
 * @param {App} app
 * @param {string} title
 * @returns {Promise<string | null>}
 */
export const chooseRoom = (app, title) => new Promise((resolve) => {
  const input = textInput({
    type: 'search', placeholder: t('rooms.search'), 'aria-label': t('rooms.search'), 'data-testid': 'choose-search',
    oninput: draw, autofocus: true,
  });
  const list = h('ul', { class: 'people pick', 'aria-label': t('list.title') });
  const none = h('p', { class: 'hint' }, t('search.none'));
  const dialog = openDialog(title, h('div', { class: 'picker' }, input, list, none));
  dialog.addEventListener('close', () => resolve(null));

  function draw() {
    const words = input.value.trim().toLocaleLowerCase();
    const rooms = app.client.conversations.list().filter((room) => nameOfRoom(room).toLocaleLowerCase().includes(words));
    none.hidden = rooms.length > 0;
    list.replaceChildren(...rooms.map((room) => h('li', null, h('button', {
      type: 'button', class: 'person', 'data-testid': 'choose-room', 'data-room': room.id,
      onclick: () => {
        resolve(room.id);
        dialog.close();
      },
    }, roomFace(app, room), h('span', { class: 'name', dir: 'auto' }, nameOfRoom(room))))));
  }

  draw();
});
