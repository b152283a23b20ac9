// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { fromEntries } = require('./builtins.js');
const { keepNewest } = require('./bounded.js');
const { count, isMention, readEvent } = require('./protocol.js');
const { createRoomFeed } = require('./room-feed.js');
const { eventRow, itemRow, keyOf } = require('./rows.js');
/** @import { Clock, Frame, OutboxItem, RoomEvent, Row } from './types.js' */
/** @import { Outbox } from './outbox.js' */
/** @import { RoomFeed } from './room-feed.js' */

/** Logs kept in memory; the one that was opened longest ago goes first. */
const LOGS_AT_MOST = 20;
/** Single lines kept that no log holds, for quotes. */
const SINGLES_AT_MOST = 200;

/** @type {ReturnType<RoomFeed['view']>} */
const UNOPENED = { state: 'idle', code: null, older: 'idle', first: 0, last: 0, rows: [] };

/**
 * Where the lines of a room stand, by key; of use only where something waits to be among them.
 *
 * @param {Row[]} rows
 * @param {OutboxItem[]} waiting
 */
const placesOf = (rows, waiting) => new Map(waiting.length ? rows.map((row) => [row.key, row.seq]) : []);

/**
 * The logs of the rooms that were looked at, and their lines together with what is still on its way.
 *
 * @param {object} options
 * @param {string} options.me
 * @param {Clock} options.clock
 * @param {(type: string, fields: object) => Promise<Frame>} options.request
 * @param {(type: string, fields: object) => Promise<Frame>} options.ask waits for the connection, and asks again
 * @param {(room: string) => void} options.changed
 * @param {Outbox} options.outbox
 */
const createRooms = (options) => {
  const { me, ask, changed, outbox } = options;
  /** @type {Map<string, RoomFeed>} in the order they were opened */
  const feeds = new Map();
  /** @type {Map<string, Promise<Row | null>>} by room and seq */
  const singles = new Map();
  /** @type {WeakMap<OutboxItem, Row>} */
  const itemRows = new WeakMap();

  /**
   * @param {string} room
   * @param {number} seq
   */
  const fetchOne = async (room, seq) => {
    const answer = await ask('history', { room, before: seq + 1, limit: 1 });
    const event = readEvent({ room, ...answer.events?.[0] });
    return event?.seq === seq ? eventRow(event, me, seq) : null;
  };

  /** @param {OutboxItem} item */
  const rowOf = (item) => {
    const row = itemRows.get(item) ?? itemRow(item, me);
    itemRows.set(item, row);
    return row;
  };

  /** @param {string} id */
  const logOf = (id) => feeds.get(id)?.log;

  /** @param {string} id */
  const drop = (id) => {
    feeds.get(id)?.dispose();
    feeds.delete(id);
  };

  /** What a view asks for; `id` is that of a room. */
  const calls = {
    /**
     * Keeps the newest lines of a room only: when it leaves the screen, or has run very long. Older ones page in again.
     *
     * @param {string} id
     */
    trimRoom: (id) => feeds.get(id)?.trim(),
    /** @param {string} id */
    loadOlder: (id) => feeds.get(id)?.loadOlder(),
    /**
     * Pages upward until this seq is here; false if it can't be had, or would take more than 12,000 lines.
     *
     * @param {string} id
     * @param {number} seq
     */
    loadUpTo: async (id, seq) => (await feeds.get(id)?.loadUpTo(seq)) ?? false,
    /**
     * @param {string} id
     * @param {number} seq
     * @returns {Row | null}
     */
    row: (id, seq) => logOf(id)?.get(seq) ?? null,
    /**
     * A line that need not be loaded, such as what a message answers to; null if there is none.
     *
     * @param {string} id
     * @param {number} seq
     * @returns {Promise<Row | null>}
     */
    async fetchRow(id, seq) {
      const key = `${id} ${seq}`;
      const here = calls.row(id, seq) ?? singles.get(key);
      if (here) {
        return here;
      }
      const asked = fetchOne(id, seq);
      singles.set(key, asked);
      keepNewest(singles, SINGLES_AT_MOST);
      asked.catch(() => singles.delete(key));
      return asked;
    },
    /**
     * Sets a reaction or takes it back: shown at once, and as before if the server refuses.
     *
     * @param {string} id
     * @param {number} target
     * @param {string} emoji
     * @param {boolean} on
     */
    async react(id, target, emoji, on) {
      const wish = logOf(id)?.wish(target, emoji, on);
      changed(id);
      try {
        const ack = await ask('react', { room: id, target, emoji, on });
        wish?.confirm(count(ack.seq));
        return ack;
      } catch (error) {
        wish?.withdraw();
        throw error;
      } finally {
        changed(id);
      }
    },
    /**
     * The lines of a room and how far they are loaded.
     *
     * @param {string} id
     */
    view(id) {
      const view = feeds.get(id)?.view() ?? UNOPENED;
      const items = outbox.of(id);
      const shown = placesOf(view.rows, items);
      const waiting = items.filter((item) => !shown.has(keyOf(item.clientMsgId))).map(rowOf);
      return waiting.length ? { ...view, rows: [...view.rows, ...waiting] } : view;
    },
  };

  return {
    calls,
    drop,
    dispose: () => [...feeds.keys()].forEach(drop),
    /**
     * @param {string} id
     * @param {number} lastSeq
     */
    open(id, lastSeq) {
      const feed = feeds.get(id)
        ?? createRoomFeed({ ...options, room: id, changed: () => changed(id), previewOf: outbox.previewOf });
      feeds.delete(id);
      feeds.set(id, feed);
      feed.know(lastSeq);
      feed.open();
      keepNewest(feeds, LOGS_AT_MOST, drop);
    },
    /**
     * @param {string} id
     * @param {number} lastSeq that something else than the log told of
     */
    know: (id, lastSeq) => feeds.get(id)?.know(lastSeq),
    /** @returns {Record<string, number>} */
    cursors: () => fromEntries([...feeds].flatMap(([id, { log }]) => (log.based ? [[id, log.last]] : []))),
    /** @param {(id: string) => number} lastSeqOf */
    resume: (lastSeqOf) => feeds.forEach((feed, id) => feed.resume(lastSeqOf(id))),
    /** @param {RoomEvent} event */
    push(event) {
      singles.delete(`${event.room} ${event.target}`);
      feeds.get(event.room)?.push(event);
    },
    /**
     * @param {string} id
     * @param {number} lastSeq
     * @returns {boolean} false when no log is kept of this room
     */
    gap(id, lastSeq) {
      feeds.get(id)?.gap(lastSeq);
      return feeds.has(id);
    },
    /**
     * Messages of others after a mark, or null when the log does not reach back that far.
     *
     * @param {string} id
     * @param {number} after
     */
    countUnread(id, after) {
      const log = logOf(id);
      if (!log?.based || log.first > after + 1) {
        return null;
      }
      const unread = log.rows.filter((row) => row.kind === 'message' && !row.own && (row.seq ?? 0) > after);
      return { unread: unread.length, mentionUnread: unread.filter((row) => isMention(row, me)).length };
    },
    /**
     * Takes from the outbox what the log shows by now, and what was stored in a room that nobody looks at.
     *
     * @param {string} id
     */
    settle(id) {
      const log = logOf(id);
      const waiting = outbox.of(id);
      const shown = placesOf(log?.rows ?? [], waiting);
      for (const { clientMsgId, state, seq = 0 } of waiting) {
        const place = shown.get(keyOf(clientMsgId));
        if (place && state !== 'sent') {
          // Paged in rather than pushed.
          outbox.seen(clientMsgId, place);
        } else if (state === 'sent' && (!log || (log.based && seq <= log.last))) {
          outbox.remove(clientMsgId);
        }
      }
    },
  };
};

/** @typedef {ReturnType<typeof createRooms>} Rooms */

module.exports = { createRooms };
