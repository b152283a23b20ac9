import { avatar } from '../avatar.js';
import { h } from '../dom.js';
import { clockTime, fullTime, isEmojiOnly, linkify, listOf } from '../format.js';
import { icon } from '../icons.js';
import { sentence, t } from '../strings/index.js';
import { copy, iconButton } from './common.js';
import { openMenu } from './menu.js';
import { contentText } from './room-list.js';

/** @import { App } from '../app.js' */
/** @import { Composer } from './composer.js' */
/** @import { Row, RoomEvent } from '../../../core/src/types.js' */
/** @import { RowLine } from '../../../core/src/timeline.js' */

const EDIT_WINDOW_MS = 24 * 60 * 60_000;
/** In a line about many people. */
const NAMES_AT_MOST = 3;
const AGAIN_WINDOW_MS = 5 * 60_000;

/**
 * @param {App} app
 * @param {Row} row
 */
export const canEdit = (app, row) =>
  row.own && row.state === 'sent' && row.seq !== null && row.content?.kind === 'text' && !row.recalled
  && app.client.now() - row.time < EDIT_WINDOW_MS;

/**
 * One message with its group's head, its state and its menu.
 *
 * @param {App} app
 * @param {string} room
 * @param {Composer} composer
 */
export function createMessage(app, room, composer) {
  const { client } = app;
  const element = h('div', { class: 'message', 'data-testid': 'message', role: 'article' });
  /** @type {RowLine} */
  let line;
  let drawn = '';
  /** @type {Row | null} */
  let drawnRow = null;

  element.addEventListener('click', (event) => {
    // A tap brings out time and menu where nothing can hover.
    if (event.target instanceof Element && event.target.closest('.bubble') && !event.target.closest('a')) {
      const was = element.classList.contains('active');
      element.parentElement?.querySelectorAll('.message.active').forEach((other) => other.classList.remove('active'));
      element.classList.toggle('active', !was);
    }
  });

  /** @param {HTMLElement} anchor */
  function menu(anchor) {
    const { row } = line;
    const role = client.conversations.get(room)?.role;
    const fresh = client.now() - row.time < client.limits.recallWindowMs;
    const mayRecall = row.seq !== null && (role === 'owner' || role === 'admin' || (row.own && fresh));
    openMenu(anchor, [
      ...(row.content?.text ? [{
        label: t('message.copy'), icon: /** @type {const} */ ('copy'), testid: 'action-copy',
        run: () => copy(row.content?.text ?? '', t('message.copied')),
      }] : []),
      ...(canEdit(app, row) ? [{
        label: t('message.edit'), icon: /** @type {const} */ ('edit'), testid: 'action-edit',
        run: () => composer.edit(row),
      }] : []),
      ...(mayRecall ? [{
        label: t('message.recall'), icon: /** @type {const} */ ('recall'), testid: 'action-recall', bad: true,
        run: () => void client.recall(room, row.seq ?? 0).catch((error) => composer.problem(error)),
      }] : []),
    ]);
  }

  function draw() {
    const { row, first, last } = line;
    element.className = ['message', row.own && 'own', first && 'first', last && 'last', row.recalled && 'recalled',
      element.classList.contains('active') && 'active'].filter(Boolean).join(' ');
    row.seq === null ? delete element.dataset.seq : (element.dataset.seq = String(row.seq));
    element.dataset.state = row.state;
    element.dataset.own = String(row.own);
    element.dataset.key = row.key;
    element.replaceChildren(...(row.recalled ? recalled(row) : normal(row, first)));
  }

  /** @param {Row} row */
  function recalled(row) {
    const by = row.recalledBy;
    const text = by === null ? t('message.recalled') : by === client.me?.id ? t('message.recalled.you')
      : t('message.recalled.by', { name: app.nameOf(by) });
    const again = row.recalledText && client.now() - row.time < client.limits.recallWindowMs + AGAIN_WINDOW_MS;
    return [h('span', null, text), !again ? '' : h('button', {
      type: 'button', class: 'link', onclick: () => composer.put(row.recalledText ?? ''),
    }, t('message.again'))];
  }

  /**
   * @param {Row} row
   * @param {boolean} first
   */
  function normal(row, first) {
    const name = app.nameOf(row.from);
    const text = contentText(row.content);
    const plain = row.content?.kind === 'text' || row.content?.kind === 'system';
    const emoji = plain && isEmojiOnly(text);
    const bubble = h('div', { class: `bubble ${emoji ? 'emoji' : ''} ${plain ? '' : 'other'} ${row.state}` },
      h('span', { class: 'text', 'data-testid': 'message-text' }, plain && !emoji ? linkify(text) : text), corner(row));
    const time = clockTime(row.time);
    const stamp = () => h('time', { title: fullTime(row.time) }, time);
    const body = h('div', { class: 'body' },
      first && h('div', { class: 'head' }, !row.own && h('span', { class: 'author', dir: 'auto' }, name), stamp()),
      h('div', { class: 'line' }, bubble, h('div', { class: 'gutter' },
        row.state === 'sent' && iconButton(t('message.menu'), 'more', {
          'data-testid': 'message-menu', 'aria-haspopup': 'menu',
          onclick: (/** @type {Event} */ event) => menu(/** @type {HTMLElement} */ (event.currentTarget)),
        }), stamp())),
      row.reactions.length > 0 && h('div', { class: 'reactions' }, row.reactions.map(({ emoji: face, count, mine }) =>
        h('span', { class: `reaction ${mine ? 'mine' : ''}` }, `${face} ${count}`))),
      row.state === 'failed' && h('div', { class: 'trouble', role: 'alert' },
        h('span', null, `${t('message.failed')} ${sentence(row.code ?? 'internal')}`),
        h('span', { class: 'code' }, row.code),
        h('button', {
          type: 'button', class: 'link', 'data-testid': 'message-retry',
          onclick: () => client.resend(row.clientMsgId ?? ''),
        }, t('retry')),
        h('button', {
          type: 'button', class: 'link', 'data-testid': 'message-discard',
          onclick: () => client.discard(row.clientMsgId ?? ''),
        }, t('message.discard'))));
    return row.own ? [body] : [first ? avatar(row.from, name) : '', body];
  }

  /** @param {Row} row */
  function corner(row) {
    const edited = row.version > 1 && h('span', { class: 'edited' }, t('message.edited'));
    const read = line.row.seq !== null && isRead(line.row);
    const [name, label] = row.state === 'sending' ? ['clock', 'message.sending']
      : row.state === 'failed' ? ['alert', 'message.failed']
        : read ? ['ticks', 'message.read'] : ['tick', 'message.sent'];
    const state = row.own && h('span', { title: t(label) }, icon(/** @type {any} */ (name), read ? 'read' : ''),
      h('span', { class: 'visually-hidden' }, t(label)));
    return edited || state ? h('span', { class: 'corner' }, edited, state) : null;
  }

  /** @param {Row} row */
  function isRead(row) {
    const conversation = client.conversations.get(room);
    return conversation?.kind === 'dm' && conversation.peerReadSeq >= (row.seq ?? Infinity);
  }

  return {
    element,
    /** @param {RowLine} next */
    update(next) {
      const { row, first, last } = next;
      const people = [row.from, row.recalledBy].map((id) => (id ? app.nameOf(id) : '')).join('\n');
      const state = `${first} ${last} ${row.own && isRead(row)} ${people}`;
      line = next;
      if (row !== drawnRow || state !== drawn) {
        drawnRow = row;
        drawn = state;
        draw();
      }
    },
  };
}

/**
 * What a line of the log that isn't a message says.
 *
 * @param {App} app
 * @param {RoomEvent} event
 * @param {string[]} others of whom the same is to be said
 */
export function eventText(app, event, others) {
  const name = (/** @type {string | undefined} */ id) => (id && id !== 'system' ? app.nameOf(id) : t('app.name'));
  const users = [...new Set([event.user, ...others])];
  const more = users.length - NAMES_AT_MOST;
  const text = t(`event.${event.change}`, {
    from: name(event.from),
    user: listOf([...users.slice(0, NAMES_AT_MOST).map(name), ...(more > 0 ? [t('event.others', { n: more })] : [])]),
    role: typeof event.role === 'string' ? t(`role.${event.role}`) : '',
    name: event.value?.name ?? '',
  });
  return text.startsWith('event.') ? '' : text;
}
