import { h } from '../dom.js';
import { dayName, fullTime } from '../format.js';
import { measure } from '../content.js';
import { t } from '../strings/index.js';
import { eventText } from './event-text.js';
import { createMessage } from './message.js';
import { fitPicture } from './picture.js';

/** @import { App } from '../app.js' */
/** @import { Acts } from './message-actions.js' */
/** @import { Row } from '../../../core/src/types.js' */
/** @import { Line } from '../../../core/src/timeline.js' */
/** @typedef {Line | { type: 'older', key: string, state: string }} LogLine */
/** @typedef {{ app: App, room: string, acts: Acts, isRead(row: Row): boolean, loadOlder(): void }} LogContext */

/** Rough measures of lines that were not drawn yet; the closer, the less a scroll has to be corrected. */
const GUESS = { day: 50, unread: 44, older: 36, note: 30, head: 30, bubble: 42, line: 24, chars: 46, quote: 46, card: 72, voice: 60 };

/** @param {LogLine} line @returns {number} */
export function guessHeight(line) {
  if (line.type !== 'row') {
    return GUESS[line.type];
  }
  const { row, first } = line;
  if (row.kind !== 'message' || row.recalled) {
    return GUESS.note;
  }
  const { kind = '', text = '' } = row.content ?? {};
  const extra = (first ? GUESS.head : 0) + (row.replyTo ? GUESS.quote : 0) + (row.reactions.length > 0 ? GUESS.line : 0);
  if (kind === 'image' || kind === 'video') {
    return extra + 4 + fitPicture(measure(row.content?.width), measure(row.content?.height)).height;
  }
  if (kind !== 'text') {
    return extra + (kind === 'voice' ? GUESS.voice : GUESS.card);
  }
  const lines = String(text).split('\n').reduce((sum, part) => sum + Math.max(1, Math.ceil(part.length / GUESS.chars)), 0);
  return extra + GUESS.bubble + (lines - 1) * GUESS.line;
}

/**
 * The element of one line of the log.
 *
 * @param {LogContext} context
 * @param {LogLine} line
 * @returns {{ element: HTMLElement, update(line: any): void, dispose?(): void }}
 */
export function createLine(context, line) {
  if (line.type === 'row') {
    return line.row.kind === 'message' ? createMessage(context) : createNote(context.app);
  }
  if (line.type === 'older') {
    return createOlder(context);
  }
  const words = h('span', null);
  const element = h('div', { class: line.type === 'day' ? 'day' : 'divider', 'data-testid': `${line.type}-line` }, words);
  return {
    element,
    /** @param {any} now */
    update(now) {
      words.textContent = now.type === 'day' ? dayName(now.time) : t('chat.unread');
    },
  };
}

/** @param {App} app */
function createNote(app) {
  const element = h('div', { class: 'note', 'data-testid': 'note' });
  return {
    element,
    /** @param {any} line */
    update({ row, also }) {
      const text = eventText(app, row.event, also.map((/** @type {any} */ other) => other.event.user));
      if (element.textContent !== text) {
        element.textContent = text;
      }
      element.title = fullTime(row.time);
      element.dataset.seq = row.seq;
      element.hidden = text === '';
    },
  };
}

/** @param {LogContext} context */
function createOlder({ loadOlder }) {
  const element = h('div', { class: 'older', role: 'status' });
  let drawn = '';
  return {
    element,
    /** @param {{ state: string }} line */
    update({ state }) {
      if (state !== drawn) {
        drawn = state;
        element.replaceChildren(state === 'loading' ? t('chat.older') : t('chat.older.failed'),
          state === 'failed' ? h('button', { type: 'button', class: 'link', onclick: loadOlder }, t('retry')) : '');
      }
    },
  };
}
