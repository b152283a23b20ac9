import { layOut } from '/core/index.js';
import { calm, framed, h, reconcile } from '../dom.js';
import { dayName, fullTime } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../strings/index.js';
import { emptyState, problem } from './common.js';
import { canEdit, createMessage, eventText } from './message.js';

/** @import { App } from '../app.js' */
/** @import { Composer } from './composer.js' */
/** @import { Line } from '../../../core/src/timeline.js' */

/** Closer to the end than this counts as being there. */
const END_PX = 48;
/** Earlier messages are fetched this long before one gets to them. */
const AHEAD_PX = 900;
/** More lines than this are cut while one is at the end. */
const LINES_AT_MOST = 1_000;
/** Where the unread divider comes to stand when a room is opened. */
const DIVIDER_AT = 0.15;

/**
 * The messages of a room. It keeps its place: what comes before moves nothing, what comes after scrolls only at the end.
 *
 * @param {App} app
 * @param {string} room
 * @param {Composer} composer
 */
export function createLog(app, room, composer) {
  const { client } = app;
  const column = h('div', { class: 'column' });
  const scroller = h('div', {
    class: 'log', 'data-testid': 'log', role: 'log', tabindex: 0, 'aria-live': 'polite', 'aria-label': t('chat.log'),
  }, column);
  const pill = h('button', { type: 'button', class: 'pill', hidden: true, onclick: () => toEnd(true) });
  const element = h('div', { class: 'log-frame' }, scroller, pill);
  const skeleton = h('div', { class: 'skeleton', 'aria-hidden': 'true' }, [1, 2, 3, 4, 5].map(() => h('i', null)));
  /** @type {Map<string, any>} */
  let kept = new Map();
  let atEnd = true;
  let placed = false;
  /** The newest seq that was there when one was last at the end. */
  let seenSeq = 0;
  /** @type {number | null | undefined} undefined until the room is known */
  let unreadAfter;
  let drawnTop = '';

  const view = () => client.view(room);

  /** @param {boolean} [smooth] */
  function toEnd(smooth = false) {
    atEnd = true;
    scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth && !calm() ? 'smooth' : 'instant' });
  }

  function update() {
    const { rows: all, state, code, older, first, last } = view();
    const known = client.conversations.get(room);
    // That two people are in a chat of two goes without saying.
    const rows = known?.kind === 'dm' ? all.filter((row) => row.kind === 'message') : all;
    if (unreadAfter === undefined && known && state === 'ready') {
      unreadAfter = known.unread > 0 ? known.readSeq : null;
    }
    if (rows.length === 0) {
      kept = new Map();
      column.replaceChildren(state === 'failed' ? failed(code ?? 'internal')
        : state === 'ready' ? emptyState('chat', t('chat.start'), t('chat.start.hint')) : skeleton);
      return;
    }
    if (kept.size === 0) {
      column.replaceChildren();
    }
    // A divider is only right where everything unread is loaded.
    const lines = layOut(rows, unreadAfter !== undefined && unreadAfter !== null && first <= unreadAfter + 1
      ? unreadAfter : null);
    /** @type {(Line | { type: 'older', key: string, state: string })[]} */
    const items = older === 'loading' || older === 'failed' ? [{ type: 'older', key: 'older', state: older }, ...lines] : lines;
    // Both may change what stands above: the page and the line that says that one is coming.
    const top = `${first} ${items[0].key}`;
    const anchor = atEnd || top === drawnTop ? null : visibleAnchor();
    drawnTop = top;
    reconcile(column, kept, items, ({ key }) => key, (item) => create(item));
    scroller.setAttribute('aria-busy', String(older === 'loading'));
    if (!placed && state === 'ready') {
      placed = true;
      place();
    } else if (atEnd) {
      toEnd();
    } else if (anchor) {
      scroller.scrollTop += anchor.element.getBoundingClientRect().top - anchor.top;
    }
    if (atEnd) {
      seenSeq = last;
      if (rows.length > LINES_AT_MOST) {
        client.trimRoom(room);
        later();
      }
    }
    follow();
  }

  /** @param {string} code */
  const failed = (code) => h('div', { class: 'empty' }, icon('alert'), problem(code),
    h('button', { type: 'button', class: 'button', onclick: () => client.openRoom(room) }, t('retry')));

  /** Where one begins to read: at the divider when the unread fill more than the screen, else at the end. */
  function place() {
    const divider = column.querySelector('.divider');
    toEnd();
    if (divider) {
      const above = divider.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      if (above < 0) {
        scroller.scrollTop += above - scroller.clientHeight * DIVIDER_AT;
        atEnd = false;
      }
    }
    seenSeq = view().last;
  }

  function visibleAnchor() {
    const { top } = scroller.getBoundingClientRect();
    for (const child of column.children) {
      const box = child.getBoundingClientRect();
      // Other lines may be drawn anew when something is put before them.
      if (box.bottom > top && child.classList.contains('message')) {
        return { element: child, top: box.top };
      }
    }
    return null;
  }

  /** What follows from where one is: the pill, the read mark, and earlier messages. */
  function follow() {
    const { rows, last, older, state } = view();
    const fresh = atEnd ? 0
      : rows.filter((row) => row.kind === 'message' && !row.own && row.seq !== null && row.seq > seenSeq).length;
    const far = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight > scroller.clientHeight;
    pill.hidden = atEnd || (fresh === 0 && !far);
    if (!pill.hidden) {
      const label = fresh > 0 ? t('chat.new', { n: fresh }) : t('chat.end');
      if (pill.getAttribute('aria-label') !== label) {
        pill.classList.toggle('round', fresh === 0);
        pill.setAttribute('aria-label', label);
        pill.replaceChildren(icon('down'), fresh > 0 ? label : '');
      }
      fresh > 0 ? pill.setAttribute('data-testid', 'new-pill') : pill.removeAttribute('data-testid');
    } else {
      pill.removeAttribute('data-testid');
    }
    if (document.visibilityState === 'visible' && state === 'ready' && element.isConnected) {
      client.markRead(room, atEnd ? last : lowestVisible());
      if (scroller.scrollTop < AHEAD_PX && older === 'idle') {
        client.loadOlder(room);
      }
    }
  }

  /** @returns {number} */
  function lowestVisible() {
    const { bottom } = scroller.getBoundingClientRect();
    for (let child = column.lastElementChild; child; child = child.previousElementSibling) {
      const seq = Number(/** @type {HTMLElement} */ (child).dataset.seq);
      if (seq && child.getBoundingClientRect().bottom <= bottom + 4) {
        return seq;
      }
    }
    return 0;
  }

  /** @param {any} item */
  function create(item) {
    if (item.type === 'row' && item.row.kind === 'message') {
      return createMessage(app, room, composer);
    }
    const line = h('div', { class: item.type === 'day' ? 'day' : item.type === 'unread' ? 'divider' : 'note' });
    return {
      element: line,
      /** @param {any} now */
      update(now) {
        if (now.type === 'day') {
          line.textContent = dayName(now.time);
        } else if (now.type === 'unread') {
          line.textContent = t('chat.unread');
        } else if (now.type === 'older') {
          line.className = 'older';
          line.replaceChildren(now.state === 'loading' ? t('chat.older') : t('chat.older.failed'),
            now.state === 'failed'
              ? h('button', { type: 'button', class: 'link', onclick: () => client.loadOlder(room) }, t('retry')) : '');
        } else {
          line.textContent = eventText(app, now.row.event, now.also.map((/** @type {any} */ row) => row.event.user));
          line.title = fullTime(now.row.time);
          line.dataset.seq = now.row.seq;
        }
      },
    };
  }

  scroller.addEventListener('scroll', () => {
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    atEnd = left < END_PX;
    if (atEnd) {
      seenSeq = view().last;
    }
    follow();
  }, { passive: true });

  const later = framed(update);
  const sizes = new ResizeObserver(() => atEnd && toEnd());
  sizes.observe(scroller);
  sizes.observe(column);
  const stops = [
    client.on('room', (id) => id === room && later()),
    client.on('people', later),
    client.on('conversations', later),
  ];
  const onVisible = () => follow();
  document.addEventListener('visibilitychange', onVisible);
  later(); // a room that is held already draws nothing more once it is on the page, and what is on the page is read
  return {
    element,
    update,
    toEnd: () => toEnd(),
    /** The newest own message that can still be changed, for the arrow key. */
    lastOwn: () => view().rows.findLast((row) => canEdit(app, row)) ?? null,
    dispose() {
      stops.forEach((stop) => stop());
      sizes.disconnect();
      document.removeEventListener('visibilitychange', onVisible);
    },
  };
}
