import { h } from '../dom.js';
import '../details.js';
import { t } from '../strings/index.js';
import { attempt } from './common.js';
import { formDialog, openDialog } from './dialogs.js';
import { field, textInput } from './form.js';
import { createPicker } from './people-picker.js';
import { openDirect, roomIn } from './room-actions.js';

/** @import { App } from '../app.js' */

const NAME_AT_MOST = 64;

/** @param {App} app */
export function newDirect(app) {
  const failed = h('div', { class: 'slot' });
  const picker = createPicker(app, {
    one: true,
    changed: ([user]) => void attempt(null, failed, () => openDirect(app, user.id)).then((done) => done && dialog.close()),
  });
  const dialog = openDialog(t('new.direct'), picker.element, failed);
}

/** @param {App} app */
export function newRoom(app) {
  const name = textInput({ 'data-testid': 'new-room-name', required: true, maxlength: NAME_AT_MOST, autofocus: true });
  const open = /** @type {HTMLInputElement} */ (h('input', {
    type: 'checkbox', checked: true, 'data-testid': 'new-room-public',
  }));
  /** @type {ReturnType<typeof createPicker> | null} */
  let picker = null;
  const people = h('details', {
    class: 'more',
    ontoggle: () => {
      if (!picker) {
        picker = createPicker(app, { changed: () => {} });
        people.append(picker.element);
      }
    },
  }, h('summary', { 'data-testid': 'new-room-people' }, t('room.new.people')));
  formDialog({
    title: t('room.new'),
    submit: t('room.new.submit'),
    testid: 'new-room-submit',
    fields: [
      field(t('room.new.name'), name),
      h('label', { class: 'check' }, open, t('room.new.public')),
      people,
    ],
    run: async () => {
      const room = await app.client.createRoom({ name: name.value.trim(), public: open.checked, members: picker?.chosen() });
      app.go(room?.id ?? null);
    },
  });
}

/** @param {App} app */
export function joinRoom(app) {
  const id = textInput({
    'data-testid': 'join-room-id', required: true, maxlength: 2_000, dir: 'ltr', autocapitalize: 'off', spellcheck: 'false',
    placeholder: 'lobby', autofocus: true,
  });
  formDialog({
    title: t('room.join'),
    submit: t('room.join.submit'),
    testid: 'join-room-submit',
    fields: [field(t('room.join.id'), id, t('room.join.hint'))],
    run: async () => {
      const wanted = roomIn(id.value);
      const room = await app.client.joinRoom(wanted);
      // Who has to be let in first sees on that page how it stands.
      room?.role ? app.go(room.id) : (location.hash = `#/join/${encodeURIComponent(wanted)}`);
    },
  });
}
