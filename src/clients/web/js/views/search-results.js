import { face, roomFace } from '../avatar.js';
import { h } from '../dom.js';
import { listTime, nameOfRoom } from '../format.js';
import { contentText } from '../preview.js';
import { t } from '../strings/index.js';
import { emptyState, problem, skeleton } from './common.js';

/** @import { App } from '../app.js' */
/** @import { RoomEvent } from '../../../core/src/types.js' */

const PAUSE_MS = 250;
const ROOMS_AT_MOST = 6;
/** How much of a long message stands before what was found in it. */
const LEAD = 24;
const TAIL = 120;

/**
 * What words find: chats at once, messages from the server, newest first.
 *
 * @param {App} app
 * @param {object} field
 * @param {HTMLInputElement} field.input where the focus goes back to
 * @param {() => void} field.reset ends the search
 */
export function createSearchResults(app, { input, reset }) {
  const { client } = app;
  const found = h('ul', { class: 'lines', 'aria-label': t('search.messages') });
  const rooms = h('ul', { class: 'lines', 'aria-label': t('search.rooms') });
  const state = h('div', { class: 'search-state', 'aria-live': 'polite' });
  const more = h('button', { type: 'button', class: 'button', 'data-testid': 'search-more', onclick: () => load(before) },
    t('search.more'));
  const roomsHead = h('h2', null, t('search.rooms'));
  const foundHead = h('h2', null, t('search.messages'));
  const element = h('div', { class: 'rooms results', role: 'region', 'aria-label': t('search.results'), onkeydown: onMove },
    roomsHead, rooms, foundHead, found, state, more);
  let words = '';
  /** @type {string | null} */
  let room = null;
  /** @type {string | null} */
  let before = null;
  let round = 0;
  /** @type {any} */
  let timer = null;
  app.onUnmount(() => clearTimeout(timer));

  function drawRooms() {
    const wanted = words.toLocaleLowerCase();
    const hits = room || !wanted ? []
      : client.conversations.list().filter((one) => nameOfRoom(one).toLocaleLowerCase().includes(wanted)).slice(0, ROOMS_AT_MOST);
    roomsHead.hidden = hits.length === 0;
    rooms.replaceChildren(...hits.map((one) => h('li', null, h('button', {
      type: 'button', class: 'room plain', 'data-testid': 'search-room', 'data-room': one.id,
      onclick: () => {
        reset();
        app.go(one.id);
      },
    }, roomFace(app, one, 'big'), h('span', { class: 'name', dir: 'auto' }, marked(nameOfRoom(one), rangesOf(nameOfRoom(one), wanted)))))));
  }

  /** @param {string | null} from */
  async function load(from) {
    const asked = ++round;
    more.hidden = true;
    if (from) {
      state.replaceChildren(skeleton(2));
    }
    try {
      const page = await client.search({ q: words, room: room ?? undefined, before: from ?? undefined });
      if (asked !== round) {
        return;
      }
      found.append(...page.hits.map(({ event, highlights }) => hit(event, highlights)));
      before = page.before;
      more.hidden = !before;
      state.replaceChildren(found.childElementCount > 0 || before ? ''
        : emptyState('search', t('search.none'), t('search.none.hint')));
    } catch (error) {
      if (asked === round) {
        state.replaceChildren(problem(error),
          h('button', { type: 'button', class: 'button', onclick: () => load(from) }, t('retry')));
      }
    }
  }

  /**
   * @param {RoomEvent} event
   * @param {[number, number][]} highlights
   */
  function hit(event, highlights) {
    const known = client.conversations.get(event.room);
    const own = event.from === client.me?.id;
    const who = own ? t('list.you') : app.nameOf(event.from);
    return h('li', null, h('button', {
      type: 'button', class: 'room hit', 'data-testid': 'search-hit', 'data-room': event.room, 'data-seq': event.seq,
      onclick: () => app.go(event.room, event.seq),
    }, room || !known ? face(app, event.from, 'big') : roomFace(app, known, 'big'),
    h('span', { class: 'name', dir: 'auto' }, room || !known ? who : nameOfRoom(known)),
    h('time', { class: 'when' }, listTime(event.time)),
    h('span', { class: 'preview', dir: 'auto' }, !room && `${who}: `, excerpt(event, highlights))));
  }

  /** @param {KeyboardEvent} event */
  function onMove(event) {
    const rows = /** @type {HTMLElement[]} */ ([...element.querySelectorAll('.room')]);
    const at = rows.indexOf(/** @type {any} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') {
      reset();
      input.focus();
    } else if (at >= 0 && step) {
      event.preventDefault();
      (rows[at + step] ?? (at + step < 0 ? input : rows[at])).focus();
    }
  }

  return {
    element,
    /**
     * @param {string} text empty: nothing is looked for
     * @param {string | null} within a room; null: everywhere
     */
    ask(text, within) {
      clearTimeout(timer);
      round++;
      [words, room] = [text, within];
      drawRooms();
      found.replaceChildren();
      more.hidden = true;
      foundHead.hidden = words === '';
      state.replaceChildren(words ? skeleton(4) : h('p', { class: 'hint' }, t('search.in.hint')));
      if (words) {
        timer = setTimeout(() => void load(null), PAUSE_MS);
      }
    },
    /** @returns {boolean} whether there is something to be focused */
    focus() {
      const first = /** @type {HTMLElement | null} */ (element.querySelector('.room'));
      first?.focus();
      return first !== null;
    },
  };
}

/**
 * Text with what was found in it marked, as elements.
 *
 * @param {string} text
 * @param {[number, number][]} ranges ascending
 */
function marked(text, ranges) {
  let done = 0;
  const parts = ranges.flatMap(([start, length]) => {
    const before = text.slice(done, start);
    done = start + length;
    return [before, h('mark', null, text.slice(start, done))];
  });
  return [...parts, text.slice(done)];
}

/**
 * @param {string} text
 * @param {string} words in lower case
 * @returns {[number, number][]}
 */
function rangesOf(text, words) {
  const at = text.toLocaleLowerCase().indexOf(words);
  return at < 0 ? [] : [[at, words.length]];
}

/**
 * The part of a message around what was found.
 *
 * @param {RoomEvent} event
 * @param {[number, number][]} highlights
 */
function excerpt({ content }, highlights) {
  const whole = typeof content?.text === 'string' ? content.text : typeof content?.name === 'string' ? content.name : '';
  if (!whole) {
    return contentText(content);
  }
  const first = highlights[0]?.[0] ?? 0;
  const from = first > LEAD ? clean(whole, first - LEAD) : 0;
  const to = clean(whole, Math.min(whole.length, first + TAIL));
  const inside = highlights.filter(([start, length]) => start >= from && start + length <= to);
  return [from > 0 && '…',
    marked(whole.slice(from, to), inside.map(([start, length]) => [start - from, length])), to < whole.length && '…'];
}

/**
 * A place in a text that is not within a surrogate pair.
 *
 * @param {string} text
 * @param {number} at
 */
const clean = (text, at) => (/[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at + 1 : at);
