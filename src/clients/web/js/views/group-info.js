import { roomFace } from '../avatar.js';
import { h } from '../dom.js';
import { linkify, nameOfRoom } from '../format.js';
import { hasLink, isOwner, mayInvite, mayManage } from '../permissions.js';
import '../details.js';
import { t } from '../strings/index.js';
import { avatarButtons } from './avatar-upload.js';
import { attempt, copy, iconButton, toast } from './common.js';
import { formDialog, openDialog } from './dialogs.js';
import { field, section, textInput } from './form.js';
import { createMemberList } from './group-members.js';
import { requestsPart, rulesPart } from './group-rules.js';
import { ownPart, part, wideButton } from './info-parts.js';
import { createPicker } from './people-picker.js';
import { dissolveRoom, joinLink, leaveRoom } from './room-actions.js';
import { idLine } from './user-card.js';

/** @import { App } from '../app.js' */
/** @import { Conversation } from '../../../core/src/types.js' */

const NAME_AT_MOST = 64;
const ANNOUNCEMENT_AT_MOST = 2_000;

/**
 * The panel of a group: what it is, who is in it, and whatever this user may do about it.
 *
 * @param {App} app
 * @param {string} id
 */
export function createGroupInfo(app, id) {
  const { client } = app;
  const slot = h('div', { class: 'slot' });
  const members = createMemberList(app, id, slot);
  const parts = [
    part(({ name, avatar, memberCount, kind, role }) => [name, avatar, memberCount, kind, role], head),
    part(({ announcement, role }) => [announcement, role], announcement),
    part(({ joinRule, role, kind }) => [joinRule, role, kind], ways),
    ownPart(app, id, slot),
    requestsPart(app, id),
    { element: members.element, update: members.update },
    rulesPart(app, id, slot),
    part(({ role }) => [role], (room) => [section(null,
      wideButton(t('room.leave'), 'leave', {
        class: 'bad', 'data-testid': 'leave-room', onclick: () => void attempt(null, slot, () => leaveRoom(app, room)),
      }),
      isOwner(room) && wideButton(t('room.dissolve'), 'trash', {
        class: 'bad', 'data-testid': 'room-dissolve', onclick: () => void attempt(null, slot, () => dissolveRoom(app, room)),
      }))]),
  ];
  const element = h('div', { class: 'sheet-body' }, parts[0].element, slot, parts.slice(1).map((one) => one.element));

  /** @param {Conversation} room */
  function head(room) {
    const manages = mayManage(room);
    const trouble = h('div', { class: 'slot' });
    return [h('div', { class: 'person-head' }, roomFace(app, room, 'huge'),
      h('div', { class: 'named' }, h('h3', { dir: 'auto', 'data-testid': 'info-name' }, nameOfRoom(room)),
        manages && iconButton(t('room.rename'), 'edit', { 'data-testid': 'info-rename', onclick: () => rename(room) })),
      h('p', { class: 'hint' }, [t(`kind.${room.kind}`), t('room.members', { n: room.memberCount ?? 0 })].join(' · ')),
      manages && avatarButtons(app, {
        has: Boolean(room.avatar), slot: trouble, save: (avatar) => client.updateRoom(id, { avatar }),
      }), trouble)];
  }

  /** @param {Conversation} room */
  function announcement(room) {
    const manages = mayManage(room);
    return room.announcement || manages ? [section(t('room.announcement'),
      room.announcement
        ? h('p', { class: 'announced', dir: 'auto', 'data-testid': 'info-announcement' }, linkify(room.announcement))
        : h('p', { class: 'hint' }, t('room.announcement.none')),
      manages && h('button', {
        type: 'button', class: 'link', 'data-testid': 'info-announce', onclick: () => announce(room),
      }, t(room.announcement ? 'room.announcement.edit' : 'room.announcement.add')))] : [];
  }

  /** @param {Conversation} room */
  function ways(room) {
    const link = joinLink(id);
    return [section(null,
      mayInvite(room) && wideButton(t('room.invite'), 'add-person', { 'data-testid': 'info-invite', onclick: invite }),
      hasLink(room) && h('div', { class: 'id-line' }, h('span', { class: 'hint' }, t('room.link')),
        h('code', { 'data-testid': 'invite-link' }, link),
        iconButton(t('room.link.copy'), 'copy', { 'data-testid': 'invite-copy', onclick: () => copy(link, t('room.link.copied')) })),
      idLine(t('room.id'), id, 'room-id'),
      wideButton(t('search.in'), 'search', { 'data-testid': 'info-search', onclick: () => app.search(id) }))];
  }

  /** @param {Conversation} room */
  function rename(room) {
    const input = textInput({
      value: room.name, required: true, maxlength: NAME_AT_MOST, 'data-testid': 'info-name-input', autofocus: true,
    });
    formDialog({
      title: t('room.rename'), submit: t('save'), testid: 'info-name-submit', fields: [field(t('room.new.name'), input)],
      run: () => client.updateRoom(id, { name: input.value.trim() }),
    });
  }

  /** @param {Conversation} room */
  function announce(room) {
    const input = /** @type {HTMLTextAreaElement} */ (h('textarea', {
      class: 'input', rows: 6, maxlength: ANNOUNCEMENT_AT_MOST, dir: 'auto', 'data-testid': 'info-announcement-input', autofocus: true,
    }, room.announcement ?? ''));
    formDialog({
      title: t('room.announcement'), submit: t('save'), testid: 'info-announcement-submit',
      fields: [field(t('room.announcement'), input, t('room.announcement.hint'))],
      run: () => client.updateRoom(id, { announcement: input.value.trim() }),
    });
  }

  function invite() {
    const trouble = h('div', { class: 'slot' });
    /** @type {string[]} */
    let users = [];
    const submit = h('button', {
      type: 'button', class: 'button primary', 'data-testid': 'invite-submit', disabled: true,
      onclick: async () => {
        if (await attempt(submit, trouble, () => client.invite(id, users))) {
          dialog.close();
          toast(t('room.invited', { n: users.length }));
        }
      },
    }, t('room.invite.submit'));
    const picker = createPicker(app, {
      without: members.ids(),
      changed: (chosen) => {
        users = chosen.map((user) => user.id);
        submit.toggleAttribute('disabled', users.length === 0);
      },
    });
    const dialog = openDialog(t('room.invite'), picker.element, trouble, h('div', { class: 'dialog-actions' }, submit));
  }

  function update() {
    const room = client.conversations.get(id);
    room && parts.forEach((one) => one.update(room));
  }

  update();
  return { element, update, dispose: members.dispose };
}
