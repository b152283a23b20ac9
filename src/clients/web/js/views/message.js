import { face } from '../avatar.js';
import { h } from '../dom.js';
import { clockTime, fullTime } from '../format.js';
import { icon } from '../icons.js';
import { sentence, t } from '../strings/index.js';
import { bring } from './common.js';
import { createContent } from './message-content.js';
import { createQuote } from './quote.js';

/** @import { LogContext } from './log-lines.js' */
/** @import { Row } from '../../../core/src/types.js' */
/** @import { RowLine } from '../../../core/src/timeline.js' */

const AGAIN_WINDOW_MS = 5 * 60_000;

/**
 * One message with its group's head, its content, its state and its reactions. What one can do with it is in the tools
 * that come when one points at it, and in its menu.
 *
 * @param {LogContext} context
 */
export function createMessage(context) {
  const { app, acts, isRead } = context;
  const { client } = app;
  const element = h('div', { class: 'message', 'data-testid': 'message', role: 'article', tabindex: -1 });
  /** @type {RowLine} */
  let line;
  let drawn = '';
  /** @type {Row | null} */
  let drawnRow = null;
  /** @type {ReturnType<typeof createContent> | null} */
  let content = null;
  /** @type {{ dispose(): void } | null} */
  let quote = null;

  function letGo() {
    content?.dispose();
    quote?.dispose();
    content = quote = null;
  }

  function draw() {
    const { row, first, last } = line;
    const system = row.content?.kind === 'system';
    const keep = ['active', 'flash'].filter((name) => element.classList.contains(name));
    element.className = ['message', row.own && 'own', first && 'first', last && 'last', (row.recalled || system) && 'plain',
      acts.selection.on && 'selecting', ...keep].filter(Boolean).join(' ');
    row.seq === null ? delete element.dataset.seq : (element.dataset.seq = String(row.seq));
    element.dataset.state = row.state;
    element.dataset.own = String(row.own);
    element.dataset.key = row.key;
    const tools = element.querySelector('.tools');
    const focused = element.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
    letGo();
    element.replaceChildren(...(row.recalled ? recalled(row) : system ? [h('span', { class: 'text', 'data-testid': 'message-text' },
      row.content?.text ?? '')] : normal(row, first)));
    // The tools stay where one points, whatever is drawn anew.
    tools && element.querySelector('.line')?.append(tools);
    if (focused && focused !== document.activeElement) {
      const { testid, emoji } = focused.dataset;
      const same = testid ? element.querySelector(`[data-testid="${testid}"]${emoji ? `[data-emoji="${emoji}"]` : ''}`) : null;
      /** @type {HTMLElement} */ (same ?? element).focus({ preventScroll: true });
    }
  }

  /** @param {Row} row */
  function recalled(row) {
    const by = row.recalledBy;
    const text = by === null ? t('message.recalled') : by === client.me?.id ? t('message.recalled.you')
      : t('message.recalled.by', { name: app.nameOf(by) });
    const again = row.recalledText && client.now() - row.time < client.limits.recallWindowMs + AGAIN_WINDOW_MS;
    return [h('span', null, text), again && h('button', {
      type: 'button', class: 'link', 'data-testid': 'message-again', onclick: () => acts.again(row.recalledText ?? ''),
    }, t('message.again'))].filter((part) => part !== false && part !== null && part !== '');
  }

  /**
   * @param {Row} row
   * @param {boolean} first
   */
  function normal(row, first) {
    const name = app.nameOf(row.from);
    content = createContent(context, row);
    const quoted = row.replyTo ? createQuote(context, row.replyTo) : null;
    quote = quoted;
    const bubble = h('div', { class: `bubble ${content.class} ${row.state}` },
      row.forward && h('div', { class: 'forwarded' }, icon('forward'),
        h('span', { dir: 'auto' }, t('message.forwarded', { name: app.nameOf(row.forward.from) }))),
      quoted?.element, content.element, corner(row));
    const who = row.own ? t('list.you') : name;
    const body = h('div', { class: 'body' },
      first ? h('div', { class: 'head' }, row.own ? h('span', { class: 'visually-hidden' }, who)
        : h('span', { class: 'author', dir: 'auto' }, name), h('time', { title: fullTime(row.time) }, clockTime(row.time)))
        : h('span', { class: 'visually-hidden' }, `${who}, ${clockTime(row.time)}`),
      h('div', { class: 'line' }, bubble),
      row.reactions.length > 0 && reactions(row),
      row.state === 'failed' && trouble(row));
    return [acts.selection.on && check(row), !row.own && (first ? portrait(row.from, name) : h('i', null)), body]
      .filter((part) => part !== false);
  }

  /** @param {string} id @param {string} name */
  const portrait = (id, name) => h('button', {
    type: 'button', class: 'portrait', 'aria-label': name, title: name, tabindex: -1,
    onclick: () => bring(() => import('./user-card.js'), ({ openUserCard }) => openUserCard(app, id)),
  }, face(app, id));

  /** @param {Row} row */
  function check(row) {
    const box = /** @type {HTMLInputElement} */ (h('input', {
      type: 'checkbox', class: 'pick', 'aria-label': t('message.select'), 'data-testid': 'message-pick',
      disabled: row.seq === null, onchange: () => acts.selection.toggle(row),
    }));
    box.checked = acts.selection.has(row.seq);
    return box;
  }

  /** @param {Row} row */
  const reactions = (row) => h('div', { class: 'reactions' }, row.reactions.map(({ emoji, count, mine }) => h('button', {
    type: 'button', class: 'reaction', 'aria-pressed': String(mine), 'data-testid': 'reaction', 'data-emoji': emoji,
    'aria-label': t(mine ? 'message.reaction.mine' : 'message.reaction', { emoji, n: count }),
    onclick: () => acts.react(row, emoji, !mine),
  }, h('span', null, emoji), h('span', { class: 'count' }, String(count)))));

  /** @param {Row} row */
  function trouble(row) {
    const lost = row.code === 'upload_lost';
    return h('div', { class: 'trouble', role: 'alert' },
      h('span', null, `${t('message.failed')} ${sentence(row.code ?? 'internal')}`), h('span', { class: 'code' }, row.code),
      !lost && h('button', {
        type: 'button', class: 'link', 'data-testid': 'message-retry', onclick: () => client.resend(row.clientMsgId ?? ''),
      }, t('retry')),
      h('button', {
        type: 'button', class: 'link', 'data-testid': 'message-discard', onclick: () => acts.discard(row),
      }, t('message.discard')));
  }

  /** @param {Row} row */
  function corner(row) {
    const edited = row.version > 1 && h('span', { class: 'edited' }, t('message.edited'));
    const read = isRead(row);
    const [name, label] = row.state === 'sending' ? ['clock', 'message.sending']
      : row.state === 'failed' ? ['alert', 'message.failed']
        : read ? ['ticks', 'message.read'] : ['tick', 'message.sent'];
    const state = row.own && h('span', { title: t(label), 'data-testid': 'message-state', 'data-read': String(read) },
      icon(/** @type {any} */ (name), read ? 'read' : ''), h('span', { class: 'visually-hidden' }, t(label)));
    return edited || state ? h('span', { class: 'corner' }, edited, state) : null;
  }

  return {
    element,
    /** @param {RowLine} next */
    update(next) {
      const { row, first, last } = next;
      const { selection } = acts;
      const people = [row.from, row.recalledBy, row.forward?.from, ...(row.mentions ?? []).filter((id) => id !== '@all')]
        .map((id) => (id ? app.nameOf(id) : '')).join('\n');
      const state = `${first} ${last} ${row.own && isRead(row)} ${selection.on} ${selection.has(row.seq)} ${people}`;
      line = next;
      if (drawnRow && row !== drawnRow && state === drawn && content?.progress && onlyUpload(drawnRow, row)) {
        drawnRow = row;
        content.progress(row);
      } else if (row !== drawnRow || state !== drawn) {
        drawnRow = row;
        drawn = state;
        draw();
      }
    },
    dispose: letGo,
  };
}

/** Whether two states of a row differ in how much of its file is sent and in nothing else. @param {Row} a @param {Row} b */
const onlyUpload = (a, b) => /** @type {(keyof Row)[]} */ (Object.keys(b)).every((name) => name === 'upload' || a[name] === b[name])
  && Boolean(a.upload) === Boolean(b.upload);
