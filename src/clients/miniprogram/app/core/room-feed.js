// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { createRoomLog } = require('./room-log.js');
const { ChatError, count, list, readEvent } = require('./protocol.js');
/** @import { Clock, Frame, RoomEvent } from './types.js' */

const PAGE = 50;
const LONG_PAGE = 100;
/** A longer absence is not replayed: the view starts again at the newest page, older ones come by scrolling. */
const FILL_AT_MOST = 1_000;
const RETRY_MS = 2_000;
/** What a room keeps when it is cut. */
const KEPT_AT_LEAST = 200;
/** A jump upward pages in no more lines than this. */
const LINES_AT_MOST = 10_000;

/**
 * Keeps one room's log whole: loads the newest page, pages upward, and closes every hole before anything after it shows.
 *
 * @param {object} options
 * @param {string} options.room
 * @param {string} options.me
 * @param {Clock} options.clock
 * @param {(type: string, fields: object) => Promise<Frame>} options.request
 * @param {() => void} options.changed
 * @param {(clientMsgId: string) => string | null} [options.previewOf]
 */
function createRoomFeed({ room, me, clock, request, changed, previewOf }) {
  const log = createRoomLog(me, previewOf);
  /** @type {'idle' | 'loading' | 'ready' | 'failed'} */
  let state = 'idle';
  /** @type {string | null} */
  let code = null;
  /** @type {'idle' | 'loading' | 'failed' | 'end'} */
  let older = 'idle';
  /** @type {Promise<void> | null} */
  let olderPage = null;
  /** @type {Promise<void> | null} */
  let newestPage = null;
  let filling = false;
  let closed = false;
  /** @type {any} */
  let timer = null;
  /** Work begun before a loss of the connection carries an older number and must not touch the log. */
  let round = 0;

  /**
   * @param {object} range
   * @returns {Promise<{ events: RoomEvent[], more: boolean }>}
   */
  async function page(range) {
    const answer = await request('history', { room, ...range });
    const events = list(answer.events)
      .map((event) => readEvent({ room, ...event }))
      .filter((event) => event !== null)
      .sort((a, b) => a.seq - b.seq);
    return { events, more: answer.more === true };
  }

  /** Loads the newest page, whatever was there. */
  function load() {
    const loading = loadNewest().finally(() => {
      if (newestPage === loading) {
        newestPage = null;
      }
    });
    newestPage = loading;
  }

  async function loadNewest() {
    const mine = ++round;
    filling = false;
    state = log.based ? 'ready' : 'loading';
    changed();
    try {
      const { events, more } = await page({ limit: PAGE });
      if (mine === round) {
        log.reset(events);
        state = 'ready';
        older = more ? 'idle' : 'end';
        changed();
        heal();
      }
    } catch (error) {
      if (mine === round) {
        failed(error);
      }
    }
  }

  /** @param {unknown} error */
  function failed(error) {
    const { code: why, temporary } = error instanceof ChatError ? error : new ChatError('internal');
    if (why === 'offline' || why === 'disconnected') {
      // The next `resume` loads again; until then the view shows what it has.
      state = log.based ? 'ready' : 'idle';
    } else if (!log.based) {
      state = 'failed';
      code = why;
    } else if (temporary) {
      fillLater();
    }
    changed();
  }

  function fillLater() {
    if (timer === null && !closed) {
      timer = clock.setTimeout(() => {
        timer = null;
        log.missing > 0 && catchUp();
      }, RETRY_MS);
    }
  }

  function catchUp() {
    if (log.missing <= FILL_AT_MOST) {
      void fill();
    } else if (newestPage === null) {
      load();
    }
  }

  /** @param {number} limit */
  async function pageUp(limit) {
    older = 'loading';
    changed();
    const before = log.first;
    try {
      const { events, more } = await page({ before, limit });
      if (log.first === before && !closed) {
        log.prepend(events);
        older = more && events.length > 0 ? 'idle' : 'end';
      } else if (older === 'loading') {
        older = 'idle';
      }
    } catch {
      older = 'failed';
    }
    changed();
  }

  /** @param {number} [limit] */
  async function loadOlder(limit = PAGE) {
    if (olderPage === null && older !== 'end' && state === 'ready') {
      olderPage = pageUp(limit).finally(() => {
        olderPage = null;
      });
    }
    await olderPage;
  }

  /** Fills from the last event to the end of the log. */
  async function fill() {
    if (filling || !log.based || closed) {
      return;
    }
    const mine = ++round;
    const start = log.last;
    filling = true;
    try {
      for (let more = true; more; ) {
        const answer = await page({ after: log.last, limit: LONG_PAGE });
        if (mine !== round) {
          return;
        }
        const before = log.last;
        log.extend(answer.events);
        more = answer.more && log.last > before;
      }
      if (log.missing > 0 && log.last === start) {
        log.giveUpHole();
      }
      filling = false;
      changed();
      heal();
    } catch (error) {
      if (mine === round) {
        filling = false;
        failed(error);
      }
    }
  }

  function heal() {
    if (log.broken) {
      catchUp();
    } else if (log.missing > 0) {
      // Most likely on its way.
      fillLater();
    }
  }

  return {
    log,
    get state() {
      return state;
    },
    get code() {
      return code;
    },
    get older() {
      return older;
    },
    /** The cursor for `connect`, or null when this log has none yet. */
    get cursor() {
      return log.based ? log.last : null;
    },
    /** @param {RoomEvent} event */
    push(event) {
      const outcome = log.push(event);
      if (outcome === 'applied') {
        changed();
      }
      heal();
      return outcome;
    },
    /**
     * The server holds back what came after our cursor.
     *
     * @param {number} lastSeq
     */
    gap(lastSeq) {
      log.know(lastSeq);
      if (log.based) {
        catchUp();
      }
    },
    /**
     * A session began. With a cursor the server replays by itself; without one the first page is still missing.
     *
     * @param {number} lastSeq as the server tells it
     */
    resume(lastSeq) {
      log.know(lastSeq);
      filling = false;
      if (older === 'failed') {
        older = 'idle';
        changed();
      }
      if (!log.based || count(lastSeq) < log.last) {
        load();
      } else {
        round++;
        heal();
      }
    },
    /** @param {number} lastSeq that something else than this log told of */
    know(lastSeq) {
      log.know(lastSeq);
      heal();
    },
    open() {
      closed = false;
      if (state === 'idle' || state === 'failed') {
        load();
      }
    },
    /** Keeps the newest lines; the older ones page in again. */
    trim() {
      if (log.rows.length > KEPT_AT_LEAST) {
        log.trim(KEPT_AT_LEAST);
        older = 'idle';
      }
    },
    /** No answer may touch this feed any more. */
    dispose() {
      closed = true;
      round++;
      clock.clearTimeout(timer);
    },
    loadOlder: () => loadOlder(),
    /**
     * Pages upward until this seq is here.
     *
     * @param {number} seq
     */
    async loadUpTo(seq) {
      await newestPage;
      while (log.based && log.first > seq && log.rows.length < LINES_AT_MOST) {
        const before = log.first;
        await loadOlder(LONG_PAGE);
        if (log.first === before) {
          break;
        }
      }
      return log.based && log.first <= seq && seq <= log.last;
    },
  };
}

/** @typedef {ReturnType<typeof createRoomFeed>} RoomFeed */

module.exports = { createRoomFeed };
