// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

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

/**
 * The logs of the rooms that were looked at, and their lines together with what is still on its way.
 *
 * @param {object} options
 * @param {string} options.me
 * @param {Clock} options.clock
 * @param {(type: string, fields: object) => Promise<Frame>} options.request
 * @param {(type: string, fields: object) => Promise<Frame>} options.ask waits for the connection, and asks again
 * @param {(room: string) => void} options.changed
 * @param {(clientMsgId: string) => string | null} options.previewOf
 */
function createRooms({ me, clock, request, ask, changed, previewOf }) {
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
  async function fetchOne(room, seq) {
    const answer = await ask('history', { room, before: seq + 1, limit: 1 });
    const event = readEvent({ room, ...answer.events?.[0] });
    return event?.seq === seq ? eventRow(event, me, seq) : null;
  }

  /** @param {OutboxItem} item */
  function rowOf(item) {
    const row = itemRows.get(item) ?? itemRow(item, me);
    itemRows.set(item, row);
    return row;
  }

  /** @param {string} id */
  function drop(id) {
    feeds.get(id)?.dispose();
    feeds.delete(id);
  }

  return {
    drop,
    dispose: () => [...feeds.keys()].forEach(drop),
    /**
     * @param {string} id
     * @param {number} lastSeq
     */
    open(id, lastSeq) {
      const feed = feeds.get(id)
        ?? createRoomFeed({ room: id, me, clock, request, changed: () => changed(id), previewOf });
      feeds.delete(id);
      feeds.set(id, feed);
      feed.know(lastSeq);
      feed.open();
      for (const other of feeds.keys()) {
        if (feeds.size > LOGS_AT_MOST) {
          drop(other);
        }
      }
    },
    /** @param {string} id */
    trim: (id) => feeds.get(id)?.trim(),
    /** @param {string} id */
    loadOlder: (id) => feeds.get(id)?.loadOlder(),
    /**
     * @param {string} id
     * @param {number} seq
     */
    loadUpTo: async (id, seq) => (await feeds.get(id)?.loadUpTo(seq)) ?? false,
    /**
     * @param {string} id
     * @param {number} seq
     * @returns {Row | null}
     */
    row: (id, seq) => feeds.get(id)?.log.get(seq) ?? null,
    /**
     * @param {string} id
     * @param {number} seq
     * @returns {Promise<Row | null>}
     */
    async fetchRow(id, seq) {
      const key = `${id} ${seq}`;
      const here = feeds.get(id)?.log.get(seq) ?? singles.get(key);
      if (here) {
        return here;
      }
      const asked = fetchOne(id, seq);
      singles.set(key, asked);
      for (const other of singles.keys()) {
        if (singles.size > SINGLES_AT_MOST) {
          singles.delete(other);
        }
      }
      asked.catch(() => singles.delete(key));
      return asked;
    },
    /**
     * This user's reaction, shown at once and taken back if the server refuses it.
     *
     * @param {string} id
     * @param {number} target
     * @param {string} emoji
     * @param {boolean} on
     */
    async react(id, target, emoji, on) {
      const wish = feeds.get(id)?.log.wish(target, emoji, on);
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
     * @param {string} id
     * @param {number} lastSeq that something else than the log told of
     */
    know: (id, lastSeq) => feeds.get(id)?.know(lastSeq),
    cursors() {
      /** @type {Record<string, number>} */
      const cursors = {};
      for (const [id, { cursor }] of feeds) {
        if (cursor !== null) {
          cursors[id] = cursor;
        }
      }
      return cursors;
    },
    /** @param {(id: string) => number} lastSeqOf */
    resume(lastSeqOf) {
      for (const [id, feed] of feeds) {
        feed.resume(lastSeqOf(id));
      }
    },
    /** @param {RoomEvent} event */
    push(event) {
      if (event.target) {
        singles.delete(`${event.room} ${event.target}`);
      }
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
     * @param {string} id
     * @param {number} after
     */
    countUnread(id, after) {
      const log = feeds.get(id)?.log;
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
     * @param {Outbox} outbox
     */
    settle(id, outbox) {
      const log = feeds.get(id)?.log;
      const waiting = outbox.of(id);
      const shown = waiting.length > 0 ? new Map(log?.rows.map((row) => [row.key, row.seq])) : null;
      for (const { clientMsgId, state, seq = 0 } of waiting) {
        const place = shown?.get(keyOf(clientMsgId));
        if (place && state !== 'sent') {
          // Paged in rather than pushed.
          outbox.seen(clientMsgId, place);
        } else if (state === 'sent' && (!log || (log.based && seq <= log.last))) {
          outbox.remove(clientMsgId);
        }
      }
    },
    /**
     * @param {string} id
     * @param {Outbox} outbox
     */
    view(id, outbox) {
      const feed = feeds.get(id);
      const rows = feed?.log.rows ?? [];
      const items = outbox.of(id);
      const stored = new Set(items.length > 0 ? rows.map((row) => row.key) : []);
      const waiting = items.filter((item) => !stored.has(keyOf(item.clientMsgId))).map(rowOf);
      return {
        state: feed?.state ?? 'idle',
        code: feed?.code ?? null,
        older: feed?.older ?? 'idle',
        first: feed?.log.first ?? 0,
        last: feed?.log.last ?? 0,
        rows: waiting.length > 0 ? [...rows, ...waiting] : rows,
      };
    },
  };
}

module.exports = { createRooms };
