// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { createRoomLog } = require('./room-log.js');
const { chatError, list, readEvent } = require('./protocol.js');
const { createTimer } = require('./timers.js');
/** @import { Clock, Frame, RoomEvent } from './types.js' */

const PAGE = 50;
const LONG_PAGE = 100;
/** A longer absence is not replayed: the view starts again at the newest page, older ones come by scrolling. */
const FILL_AT_MOST = 1_000;
const RETRY_MS = 2_000;
/** What a room keeps when it is cut. */
const KEPT_AT_LEAST = 200;
/** A jump upward pages in no more lines than this. */
const LINES_AT_MOST = 12_000;

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
const createRoomFeed = ({ room, me, clock, request, changed, previewOf }) => {
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
  const timer = createTimer(clock);
  /** Work begun before a loss of the connection carries an older number and must not touch the log. */
  let round = 0;

  /**
   * @param {object} range
   * @returns {Promise<{ events: RoomEvent[], more: boolean }>}
   */
  const page = async (range) => {
    const answer = await request('history', { room, ...range });
    const events = list(answer.events)
      .flatMap((event) => readEvent({ room, ...event }) ?? [])
      .sort((a, b) => a.seq - b.seq);
    return { events, more: answer.more };
  };

  /** Loads the newest page, whatever was there. */
  const load = () => {
    const loading = loadNewest().finally(() => {
      if (newestPage === loading) {
        newestPage = null;
      }
    });
    newestPage = loading;
  };

  const loadNewest = async () => {
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
  };

  /** @param {unknown} error */
  const failed = (error) => {
    const { code: why, temporary } = chatError(error);
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
  };

  const fillLater = () => {
    if (!timer.on && !closed) {
      timer.set(RETRY_MS, () => log.missing && catchUp());
    }
  };

  const catchUp = () => {
    if (log.missing <= FILL_AT_MOST) {
      void fill();
    } else if (newestPage === null) {
      load();
    }
  };

  /** @param {number} limit */
  const pageUp = async (limit) => {
    older = 'loading';
    changed();
    const before = log.first;
    /** @type {'idle' | 'end' | 'failed'} */
    let settled;
    try {
      const { events, more } = await page({ before, limit });
      const current = log.first === before && !closed;
      current && log.prepend(events);
      settled = current && !(more && events.length) ? 'end' : 'idle';
    } catch {
      settled = 'failed';
    }
    older = older === 'loading' ? settled : older;
    changed();
  };

  /** @param {number} [limit] */
  const loadOlder = async (limit = PAGE) => {
    if (older !== 'end' && state === 'ready') {
      olderPage ??= pageUp(limit).finally(() => {
        olderPage = null;
      });
    }
    await olderPage;
  };

  /** Fills from the last event to the end of the log. */
  const fill = async () => {
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
      if (log.missing && log.last === start) {
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
  };

  const heal = () => {
    // What is missing and was not seen is most likely on its way.
    log.broken ? catchUp() : log.missing && fillLater();
  };

  return {
    log,
    /** The lines and how far they are loaded. */
    view: () => ({ state, code, older, first: log.first, last: log.last, rows: log.rows }),
    /** @param {RoomEvent} event */
    push(event) {
      if (log.push(event) === 'applied') {
        changed();
      }
      heal();
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
      if (!log.based || lastSeq < log.last) {
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
      if (state === 'idle' || state === 'failed') {
        load();
      }
    },
    /** Keeps the newest lines; the older ones page in again. */
    trim() {
      if (log.trim(KEPT_AT_LEAST)) {
        older = 'idle';
      }
    },
    /** No answer may touch this feed any more. */
    dispose() {
      closed = true;
      round++;
      timer.stop();
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
};

/** @typedef {ReturnType<typeof createRoomFeed>} RoomFeed */

module.exports = { createRoomFeed };
