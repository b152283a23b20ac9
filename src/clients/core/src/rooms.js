import { createRoomFeed } from './room-feed.js';
/** @import { Clock, Frame, OutboxItem, RoomEvent, Row } from './types.js' */
/** @import { Outbox } from './outbox.js' */
/** @import { RoomFeed } from './room-feed.js' */

/** Logs kept in memory; the one that was opened longest ago goes first. */
const LOGS_AT_MOST = 20;

/**
 * The logs of the rooms that were looked at, and their lines together with what is still on its way.
 *
 * @param {object} options
 * @param {string} options.me
 * @param {Clock} options.clock
 * @param {(type: string, fields: object) => Promise<Frame>} options.request
 * @param {(room: string) => void} options.changed
 */
export function createRooms({ me, clock, request, changed }) {
  /** @type {Map<string, RoomFeed>} in the order they were opened */
  const feeds = new Map();

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
      const feed = feeds.get(id) ?? createRoomFeed({ room: id, me, clock, request, changed: () => changed(id) });
      feeds.delete(id);
      feeds.set(id, feed);
      feed.log.know(lastSeq);
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
    push: (event) => feeds.get(event.room)?.push(event),
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
      return log?.based && log.first <= after + 1
        ? log.rows.filter((row) => row.kind === 'message' && !row.own && (row.seq ?? 0) > after).length
        : null;
    },
    /**
     * Takes from the outbox what the log shows by now, and what was stored in a room that nobody looks at.
     *
     * @param {string} id
     * @param {Outbox} outbox
     */
    settle(id, outbox) {
      const log = feeds.get(id)?.log;
      for (const item of outbox.of(id)) {
        const seq = item.seq ?? 0;
        if (item.state === 'sent' && (!log || (log.based && seq <= log.last))) {
          outbox.remove(item.clientMsgId);
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
      const stored = new Set(rows.map((row) => row.key));
      const waiting = outbox.of(id).map((item) => toRow(item, me)).filter((row) => !stored.has(row.key));
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

/**
 * @param {OutboxItem} item
 * @param {string} me
 * @returns {Row}
 */
function toRow(item, me) {
  return {
    key: `c:${item.clientMsgId}`,
    kind: 'message',
    seq: item.seq ?? null,
    from: me,
    time: item.createdAt,
    own: true,
    state: item.state,
    content: item.content,
    version: 1,
    recalled: false,
    recalledBy: null,
    recalledText: null,
    clientMsgId: item.clientMsgId,
    replyTo: item.replyTo,
    mentions: item.mentions,
    reactions: [],
    foldedTo: 0,
    code: item.code,
  };
}
