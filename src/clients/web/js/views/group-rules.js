import { face } from '../avatar.js';
import { h } from '../dom.js';
import { duration } from '../format.js';
import { mayManage } from '../permissions.js';
import '../details.js';
import { t } from '../strings/index.js';
import { attempt, toast } from './common.js';
import { openDialog } from './dialogs.js';
import { choice, section, toggle } from './form.js';
import { part, wideButton } from './info-parts.js';
import { pagedList } from './paged-list.js';

/** @import { App } from '../app.js' */

const SLOW_MS = [0, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000];

/**
 * The rules of a room, for those who may set them.
 *
 * @param {App} app
 * @param {string} id
 * @param {HTMLElement} slot
 */
export function rulesPart(app, id, slot) {
  const { client } = app;
  return part((room) => [mayManage(room), room.joinRule, room.public, room.slowModeMs, room.muteAll], (room) => {
    if (!mayManage(room)) {
      return [];
    }
    const slow = room.slowModeMs ?? 0;
    return [section(t('rules.title'),
      choice({
        label: t('rules.join'), testid: 'rules-join', slot, value: room.joinRule ?? 'invite',
        options: ['open', 'approve', 'invite'].map((rule) => [rule, t(`rules.join.${rule}`)]),
        run: (joinRule) => client.updateRoom(id, { joinRule }),
      }),
      choice({
        label: t('rules.slow'), hint: t('rules.slow.hint'), testid: 'rules-slow', slot, value: String(slow),
        options: [...new Set([...SLOW_MS, slow])].sort((a, b) => a - b)
          .map((ms) => [String(ms), ms === 0 ? t('rules.slow.off') : duration(ms)]),
        run: (ms) => client.updateRoom(id, { slowModeMs: Number(ms) }),
      }),
      toggle({
        label: t('rules.public'), hint: t('rules.public.hint'), on: room.public === true, testid: 'rules-public', slot,
        run: (on) => client.updateRoom(id, { public: on }),
      }),
      toggle({
        label: t('rules.mute.all'), hint: t('rules.mute.all.hint'), on: room.muteAll === true, testid: 'rules-mute-all', slot,
        run: (on) => client.muteAll(id, on),
      }),
      wideButton(t('bans.title'), 'block', { 'data-testid': 'rules-bans', onclick: () => openBans(app, id) }))];
  });
}

/**
 * Who asks to come in, where that is the rule.
 *
 * @param {App} app
 * @param {string} id
 */
export function requestsPart(app, id) {
  const { client } = app;
  return part((room) => [mayManage(room), room.joinRule], (room) => {
    if (!mayManage(room) || room.joinRule !== 'approve') {
      return [];
    }
    const slot = h('div', { class: 'slot' });
    const list = pagedList({
      label: t('requests.title'),
      empty: t('requests.none'),
      load: async (cursor) => {
        const page = await client.joinRequests(id, cursor);
        return { items: page.people, cursor: page.cursor };
      },
      row: ({ user }) => {
        const accept = h('button', {
          type: 'button', class: 'button primary', 'data-testid': 'request-accept', onclick: () => answer(user, true),
        }, t('requests.accept'));
        const refuse = h('button', {
          type: 'button', class: 'button', 'data-testid': 'request-refuse', onclick: () => answer(user, false),
        }, t('requests.refuse'));
        return h('li', { class: 'member', 'data-testid': 'request-item', 'data-user': user.id },
          face(app, user.id), h('span', { class: 'name', dir: 'auto' }, user.name), accept, refuse);
      },
    });

    /** @param {{ id: string, name: string }} user @param {boolean} yes */
    async function answer(user, yes) {
      if (await attempt(null, slot, () => (yes ? client.accept(id, user.id) : client.refuse(id, user.id)))) {
        toast(t(yes ? 'requests.accepted' : 'requests.refused', { name: user.name }));
      }
      list.reload();
    }

    const stop = client.on('push', (/** @type {any} */ push) => {
      if (!list.element.isConnected) {
        stop();
      } else if (push.type === 'event' && push.room === id && ['requested', 'joined', 'refused'].includes(push.change)) {
        list.reload();
      }
    });
    return [section(t('requests.title'), slot, list.element)];
  });
}

/**
 * Who may not come back.
 *
 * @param {App} app
 * @param {string} id
 */
function openBans(app, id) {
  const { client } = app;
  const slot = h('div', { class: 'slot' });
  const list = pagedList({
    label: t('bans.title'),
    empty: t('bans.none'),
    load: async (cursor) => {
      const page = await client.bans(id, cursor);
      return { items: page.people, cursor: page.cursor };
    },
    row: ({ user }) => {
      const lift = h('button', {
        type: 'button', class: 'button', 'data-testid': 'ban-lift',
        onclick: async () => {
          if (await attempt(lift, slot, () => client.unban(id, user.id))) {
            toast(t('bans.lifted', { name: user.name }));
            list.reload();
          }
        },
      }, t('bans.lift'));
      return h('li', { class: 'member', 'data-testid': 'ban-item', 'data-user': user.id },
        face(app, user.id), h('span', { class: 'name', dir: 'auto' }, user.name), lift);
    },
  });
  openDialog(t('bans.title'), slot, list.element);
}
