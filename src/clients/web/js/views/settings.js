import { face } from '../avatar.js';
import { h } from '../dom.js';
import { askForNotifications, notificationsAre } from '../notifications.js';
import { chooseTheme, keepSetting, setting } from '../settings.js';
import '../details.js';
import { language, languages, t } from '../strings/index.js';
import { avatarButtons } from './avatar-upload.js';
import { iconButton, toast } from './common.js';
import { formDialog, openDialog } from './dialogs.js';
import { choice, field, section, textInput, toggle } from './form.js';
import { pagedList } from './paged-list.js';
import { idLine } from './user-card.js';

/** @import { App } from '../app.js' */

const NAME_AT_MOST = 64;

/**
 * Who one is, and how this page behaves.
 *
 * @param {App} app
 */
export function openSettings(app) {
  const profile = createProfile(app);
  const hint = h('small', { class: 'hint', 'data-testid': 'notify-hint' });
  const dialog = openDialog(t('settings.title'),
    profile.element,
    section(t('settings.look'),
      choice({
        label: t('settings.language'), testid: 'settings-language', value: language(),
        options: languages.map((name) => [name, t(`language.${name}`)]),
        run: (name) => {
          // Everything is drawn anew, this dialog too.
          app.useLanguage(name);
          openSettings(app);
        },
      }),
      choice({
        label: t('settings.theme'), testid: 'settings-theme', value: setting('theme'),
        options: ['system', 'light', 'dark'].map((name) => [name, t(`theme.${name}`)]),
        run: (name) => chooseTheme(/** @type {any} */ (name)),
      })),
    section(t('settings.behaviour'),
      toggle({
        label: t('settings.enter'), hint: t('settings.enter.hint'), on: setting('enterSends'), testid: 'settings-enter',
        run: (on) => keepSetting('enterSends', on),
      }),
      notifySwitch(hint), hint),
    section(null,
      h('button', { type: 'button', class: 'button', 'data-testid': 'settings-blocked', onclick: () => openBlocked(app) },
        t('settings.blocked')),
      h('button', {
        type: 'button', class: 'button quiet bad', 'data-testid': 'signout', onclick: () => void app.signOut(),
      }, t('signout'))));
  dialog.dataset.testid = 'settings-dialog';
  dialog.addEventListener('close', profile.dispose);
}

/** @param {HTMLElement} hint says why it can't be turned on */
function notifySwitch(hint) {
  const turned = toggle({
    label: t('settings.notify'), hint: t('settings.notify.hint'), on: notificationsAre() === 'on', testid: 'settings-notify',
    run: async (on) => {
      keepSetting('notify', on && await askForNotifications());
      const state = notificationsAre();
      turned.setAttribute('aria-checked', String(state === 'on'));
      hint.textContent = on && state !== 'on' ? t(`settings.notify.${state}`) : '';
    },
  });
  return turned;
}

/** @param {App} app */
function createProfile(app) {
  const { client } = app;
  const element = h('div', { class: 'person-head' });
  let drawn = '';

  function draw() {
    const { me } = client;
    const state = JSON.stringify(me);
    if (!me || state === drawn) {
      return;
    }
    drawn = state;
    const slot = h('div', { class: 'slot' });
    element.replaceChildren(face(app, me.id, 'huge'),
      h('div', { class: 'named' }, h('h3', { dir: 'auto', 'data-testid': 'profile-name' }, me.name),
        iconButton(t('profile.rename'), 'edit', { 'data-testid': 'profile-rename', onclick: () => rename(me.name) })),
      avatarButtons(app, { has: Boolean(me.avatar), slot, save: (avatar) => client.updateUser({ avatar }) }), slot,
      idLine(t('user.id'), me.id, 'profile-id'));
  }

  /** @param {string} name */
  function rename(name) {
    const input = textInput({ value: name, required: true, maxlength: NAME_AT_MOST, 'data-testid': 'profile-name-input', autofocus: true });
    formDialog({
      title: t('profile.rename'),
      submit: t('save'),
      testid: 'profile-name-submit',
      fields: [field(t('signin.name'), input)],
      run: async () => {
        await client.updateUser({ name: input.value.trim() });
        toast(t('profile.saved'));
      },
    });
  }

  draw();
  return { element, dispose: client.on('people', draw) };
}

/** @param {App} app */
function openBlocked(app) {
  const { client } = app;
  const list = pagedList({
    label: t('settings.blocked'),
    empty: t('blocked.none'),
    load: async (cursor) => {
      const page = await client.blocks(cursor);
      return { items: page.people, cursor: page.cursor };
    },
    row: ({ user }) => h('li', { class: 'member', 'data-testid': 'blocked-item', 'data-user': user.id },
      face(app, user.id), h('span', { class: 'name', dir: 'auto' }, user.name),
      h('button', {
        type: 'button', class: 'button', 'data-testid': 'blocked-unblock',
        onclick: () => void client.unblock(user.id).then(() => {
          toast(t('user.unblocked', { name: user.name }));
          list.reload();
        }, list.reload),
      }, t('user.unblock'))),
  });
  openDialog(t('settings.blocked'), list.element);
}
