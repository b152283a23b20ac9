import { layOut } from '/core/index.js';
import { calm, framed, h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../strings/index.js';
import { emptyState, problem } from './common.js';
import { createLine, guessHeight } from './log-lines.js';
import { createLogKeys } from './log-keys.js';
import { createMessageTools } from './message-tools.js';
import { createWindow } from './log-window.js';
import { createAnnouncer } from './announcer.js';
import { createPills } from './pills.js';
import { createReadState } from './read-state.js';

/** @import { App } from '../app.js' */
/** @import { Acts } from './message-actions.js' */
/** @import { Row } from '../../../core/src/types.js' */
/** @import { LogLine } from './log-lines.js' */

/** Closer to the end than this counts as being there. */
const END_PX = 48;
/** Earlier messages are fetched this long before one gets to them. */
const AHEAD_PX = 900;
/** A room that runs for hours is cut while one is at the end. */
const ROWS_AT_MOST = 12_000;
/** Where what one goes to comes to stand, as a part of the screen. */
const DIVIDER_AT = 0.15;
const TARGET_AT = 0.3;
const FLASH_MS = 1_600;

/**
 * The messages of a room. It keeps its place: what comes before moves nothing, what comes after scrolls only at the end.
 *
 * @param {App} app
 * @param {string} room
 * @param {Acts} acts
 */
export function createLog(app, room, acts) {
  const { client } = app;
  const column = h('div', { class: 'column' });
  const scroller = h('div', {
    class: 'log', 'data-testid': 'log', role: 'log', tabindex: 0, 'aria-live': 'off', 'aria-label': t('chat.log'),
  }, column);
  const announcer = createAnnouncer(app);
  const pills = createPills({ toEnd: () => toEnd(true), toUnread: () => void toUnread() });
  const element = h('div', { class: 'log-frame' }, scroller, pills.element, announcer.element);
  const skeleton = h('div', { class: 'skeleton', 'aria-hidden': 'true' }, [1, 2, 3, 4, 5].map(() => h('i', null)));
  const readState = createReadState(app, room, () => later());
  const context = { app, room, acts, isRead: readState.isRead, loadOlder: () => client.loadOlder(room) };
  const list = createWindow({
    scroller,
    column,
    make: (/** @type {LogLine} */ line) => createLine(context, line),
    guess: guessHeight,
    steady: (line) => line.type === 'row' && line.row.kind === 'message',
  });
  const keys = createLogKeys({ scroller, list, acts });
  const tools = createMessageTools(scroller, acts, acts.rowOf);
  let shown = client.view(room);
  let placed = false;
  /** The newest seq that was there when one was last at the end. */
  let seenSeq = 0;
  /** @type {number | null | undefined} undefined until the room is known */
  let unreadAfter;
  /** What stands for the lines where there are none. */
  let standIn = '';
  let closed = false;

  /** @param {boolean} [smooth] */
  function toEnd(smooth = false) {
    list.toEnd(smooth && !calm());
    seenSeq = shown.last;
    follow();
  }

  function update() {
    if (closed) {
      return;
    }
    shown = client.view(room);
    const { rows: all, state, code, older, first } = shown;
    const known = client.conversations.get(room);
    // That two people are in a chat of two goes without saying.
    const rows = known?.kind === 'dm' ? all.filter((row) => row.kind === 'message') : all;
    if (unreadAfter === undefined && known && state === 'ready') {
      unreadAfter = known.unread > 0 ? known.readSeq : null;
      pills.unread(known.unread);
    }
    if (rows.length === 0) {
      drawStandIn(state, code ?? 'internal');
      return;
    }
    standIn = '';
    // A divider is only right where everything unread is loaded.
    const divides = typeof unreadAfter === 'number' && first <= unreadAfter + 1;
    /** @type {LogLine[]} */
    const lines = layOut(rows, divides ? /** @type {number} */ (unreadAfter) : null);
    if (older === 'loading' || older === 'failed') {
      lines.unshift({ type: 'older', key: 'older', state: older });
    }
    list.set(lines);
    scroller.setAttribute('aria-busy', String(older === 'loading'));
    scroller.dataset.first = String(first);
    if (!placed && state === 'ready' && element.isConnected) {
      placed = true;
      place();
    }
    if (list.sticky && rows.length > ROWS_AT_MOST) {
      client.trimRoom(room);
      later();
    }
    readState.look(rows);
    announcer.rows(rows, placed);
    follow();
  }

  /**
   * @param {string} state
   * @param {string} code
   */
  function drawStandIn(state, code) {
    const next = `${state} ${code}`;
    list.clear();
    if (standIn !== next) {
      standIn = next;
      column.replaceChildren(state === 'failed' ? failed(code)
        : state === 'ready' ? emptyState('chat', t('chat.start'), t('chat.start.hint')) : skeleton);
    }
    follow();
  }

  /** @param {string} code */
  const failed = (code) => h('div', { class: 'empty' }, icon('alert'), problem(code),
    h('button', { type: 'button', class: 'button', onclick: () => client.openRoom(room) }, t('retry')));

  /** Where one begins to read: at the divider when the unread fill more than the screen, else at the end. */
  function place() {
    list.toEnd();
    const at = list.whereIs('unread');
    if (at !== null && at < 0) {
      list.show('unread', scroller.clientHeight * DIVIDER_AT);
    }
    seenSeq = shown.last;
  }

  async function toUnread() {
    const after = unreadAfter;
    if (typeof after !== 'number') {
      return;
    }
    pills.busy(true);
    const there = await client.loadUpTo(room, after + 1).catch(() => false);
    pills.busy(false);
    if (!closed) {
      update();
      list.show('unread', scroller.clientHeight * DIVIDER_AT);
      follow();
      there || acts.problem('not_found');
    }
  }

  /**
   * Goes to an event, loading what lies between.
   *
   * @param {number} seq
   */
  async function jump(seq) {
    scroller.setAttribute('aria-busy', 'true');
    const there = await client.loadUpTo(room, seq).catch((error) => (acts.problem(error), null));
    scroller.setAttribute('aria-busy', 'false');
    if (closed || there === null) {
      return;
    }
    update();
    placed = true;
    const line = list.items.findLast((item) => item.type === 'row' && (item.row.seq ?? Infinity) <= seq);
    if (!there || line?.type !== 'row') {
      acts.problem(client.status.state === 'online' ? 'not_found' : 'offline');
      return;
    }
    list.show(line.key, scroller.clientHeight * TARGET_AT);
    follow();
    const target = list.elementOf(line.key);
    target?.classList.add('flash');
    setTimeout(() => target?.classList.remove('flash'), FLASH_MS);
    keys.enter(line.key);
  }

  /** What follows from where one is: the pills, the read mark, and earlier messages. */
  function follow() {
    const { rows, last, first, older, state } = shown;
    let fresh = 0;
    for (let i = rows.length - 1; !list.sticky && i >= 0 && (rows[i].seq ?? Infinity) > seenSeq; i--) {
      fresh += Number(rows[i].kind === 'message' && !rows[i].own);
    }
    const divider = list.whereIs('unread');
    const divided = typeof unreadAfter === 'number' && (first > unreadAfter + 1 || (divider !== null && divider < 0));
    pills.update({
      fresh,
      far: !list.sticky && list.left > scroller.clientHeight,
      unreadAbove: divided && rows.length > 0,
    });
    if (document.visibilityState === 'visible' && state === 'ready' && element.isConnected) {
      client.markRead(room, list.sticky ? last : lowestSeq());
      if (list.before < AHEAD_PX && older === 'idle') {
        client.loadOlder(room);
      }
    }
  }

  /** @returns {number} */
  function lowestSeq() {
    for (let at = list.lowest(); at >= 0; at--) {
      const line = list.items[at];
      if (line.type === 'row' && line.row.seq !== null) {
        return line.row.seq;
      }
    }
    return 0;
  }

  scroller.addEventListener('scroll', () => {
    list.sticky = list.left < END_PX;
    if (list.sticky) {
      seenSeq = shown.last;
    }
    list.scrolled();
    follow();
  }, { passive: true });

  const later = framed(update);
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
    jump,
    toEnd: () => toEnd(),
    focus: () => scroller.focus({ preventScroll: true }),
    /** @returns {Row[]} all that is loaded */
    rows: () => shown.rows,
    /** @param {(row: Row) => boolean} isIt the newest one that it is */
    newest: (isIt) => shown.rows.findLast(isIt) ?? null,
    /** Draws what is on screen anew: something that is not in the rows has changed. */
    redraw: later,
    dispose() {
      closed = true;
      stops.forEach((stop) => stop());
      keys.dispose();
      tools.dispose();
      readState.dispose();
      list.dispose();
      document.removeEventListener('visibilitychange', onVisible);
    },
  };
}

/** @typedef {ReturnType<typeof createLog>} Log */
