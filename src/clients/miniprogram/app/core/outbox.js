// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { max } = require('./builtins.js');
const { keepNewest } = require('./bounded.js');
const { ChatError, chatError, count, list } = require('./protocol.js');
const { createBackoff } = require('./backoff.js');
const { createId } = require('./environment.js');
const { createTimer } = require('./timers.js');
/** @import { Clock, Content, Frame, OutboxItem, Progress } from './types.js' */
/** @import { Store } from './environment.js' */

/** Waits between tries of one room after a temporary refusal are drawn from at least this. */
const RETRY_FLOOR_MS = 1_000;
/** A mini program keeps 1 MB under one key, at up to three bytes a character. */
const STORED_CHARS_AT_MOST = 300_000;
const PREVIEWS_AT_MOST = 200;
/** The page or app ended while its file was on the way; the file is nowhere now. */
const UPLOAD_LOST = 'upload_lost';

/**
 * Messages on their way. Each is kept in storage until the server has acknowledged it, goes out in the order written
 * (one at a time per room) and always under the same clientMsgId, so a second try never makes a second message.
 *
 * @param {object} options
 * @param {string} options.me
 * @param {Clock} options.clock
 * @param {Store} options.store
 * @param {(type: string, fields: object) => Promise<Frame>} options.request
 * @param {() => boolean} options.online
 * @param {(room: string) => void} options.changed
 */
const createOutbox = ({ me, clock, store, request, online, changed }) => {
  const key = `outbox:${me}`;
  /** @returns {OutboxItem[]} */
  const stored = () => list(store.read(key)).filter((item) => item?.clientMsgId && item.room && item.content);

  /** @type {Map<string, OutboxItem>} by clientMsgId, in the order written */
  const items = new Map(stored().map((item) => [item.clientMsgId, revived(item)]));
  /** @typedef {{ timer: ReturnType<typeof createTimer>, backoff: ReturnType<typeof createBackoff> }} Waits */
  /** @type {Map<string, Waits & { current: string }>} by room: what is out, and when the next try is */
  const lanes = new Map();
  /** Done with here, and perhaps still in storage. @type {Set<string>} */
  const done = new Set();
  /** @type {Map<string, string>} by clientMsgId; they outlive their items */
  const previews = new Map();

  /**
   * Read, change, write: another tab of the same user keeps its own items in the same place. What doesn't fit stays in
   * memory, and comes in when there is room again.
   */
  const persist = () => {
    const others = stored().filter(({ clientMsgId }) => !done.has(clientMsgId) && !items.has(clientMsgId));
    let left = STORED_CHARS_AT_MOST;
    const next = [...others, ...items.values()]
      .filter((item) => item.state !== 'sent')
      .sort((a, b) => a.createdAt - b.createdAt)
      .map(({ preview, ...item }) => item)
      .filter((item) => (left -= JSON.stringify(item).length) >= 0);
    while (!store.write(key, next.length ? next : null)) {
      if (next.length < 2) {
        // Full of other things: what is there of ours stays.
        return;
      }
      next.length >>= 1;
    }
    done.clear();
  };

  /**
   * @param {string} room
   * @param {boolean} lasting
   */
  const moved = (room, lasting) => {
    lasting && persist();
    changed(room);
    void pump(room);
  };

  /**
   * @param {string} clientMsgId
   * @param {Partial<OutboxItem>} fields
   */
  const update = (clientMsgId, fields) => {
    const item = items.get(clientMsgId);
    if (item) {
      const next = { ...item, ...fields };
      items.set(clientMsgId, next);
      fields.state === 'sent' && done.add(clientMsgId);
      // How far an upload is ends with this page; storage has to know of the rest.
      moved(item.room, !next.upload);
    }
  };

  /** @param {string} room */
  const laneOf = (room) => {
    const lane = lanes.get(room) ?? { current: '', timer: createTimer(clock), backoff: createBackoff(clock.random) };
    lanes.set(room, lane);
    return lane;
  };

  /** @param {string} room */
  const of = (room) => [...items.values()].filter((item) => item.room === room);

  /** @param {string} room */
  const pump = async (room) => {
    const lane = laneOf(room);
    const item = of(room).find(({ state, upload }) => state === 'sending' && !upload);
    if (lane.current || lane.timer.on || !online()) {
      return;
    }
    if (!item) {
      lanes.delete(room);
      return;
    }
    const { clientMsgId, content, mentions, replyTo } = item;
    lane.current = clientMsgId;
    const outcome = await request('send', { room, clientMsgId, content, mentions, replyTo }).catch(chatError);
    if (lane.current !== clientMsgId) {
      // Its own event was here before, and the next one is on its way.
      return;
    }
    lane.current = '';
    if (!(outcome instanceof ChatError)) {
      lane.backoff.reset();
      update(clientMsgId, { state: 'sent', seq: count(outcome.seq) });
    } else if (!outcome.temporary) {
      update(clientMsgId, { state: 'failed', code: outcome.code });
    } else if (online()) {
      lane.timer.set(max(outcome.retryAfterMs, RETRY_FLOOR_MS + lane.backoff.next()), () => pump(room));
    }
    // Offline: the next session flushes.
    void pump(room);
  };

  return {
    of,
    /**
     * @param {string} room
     * @param {Content} content
     * @param {{ mentions?: string[], replyTo?: number }} [more]
     * @param {{ upload?: Progress, preview?: string }} [file] that must be uploaded first
     */
    add(room, content, { mentions, replyTo } = {}, file) {
      const clientMsgId = createId('c', clock);
      items.set(clientMsgId, {
        clientMsgId, room, content, mentions, replyTo, createdAt: clock.now(), state: 'sending', ...file,
      });
      if (file?.preview) {
        previews.set(clientMsgId, file.preview);
        keepNewest(previews, PREVIEWS_AT_MOST);
      }
      moved(room, true);
      return clientMsgId;
    },
    /**
     * @param {string} clientMsgId
     * @returns {boolean} false where there is nothing to be sent again
     */
    retry(clientMsgId) {
      const { state, upload, code } = items.get(clientMsgId) ?? {};
      const again = state === 'failed' && code !== UPLOAD_LOST;
      if (again) {
        update(clientMsgId, { state: 'sending', code: undefined, upload: upload && { ...upload, sent: 0 } });
      }
      return again;
    },
    /**
     * The log has this message, which says as much as an `ack`.
     *
     * @param {string} clientMsgId
     * @param {number} seq
     */
    seen(clientMsgId, seq) {
      const { room = '', state = 'sent' } = items.get(clientMsgId) ?? {};
      const lane = lanes.get(room);
      if (lane?.current === clientMsgId) {
        lane.current = '';
        lane.backoff.reset();
      }
      state === 'sent' || update(clientMsgId, { state: 'sent', seq, upload: undefined });
    },
    update,
    /** @param {string} clientMsgId */
    previewOf: (clientMsgId) => previews.get(clientMsgId) ?? null,
    /**
     * Drops an item: its author gave it up, or the log shows it.
     *
     * @param {string} clientMsgId
     */
    remove(clientMsgId) {
      const item = items.get(clientMsgId);
      if (item) {
        items.delete(clientMsgId);
        done.add(clientMsgId);
        moved(item.room, item.state !== 'sent');
      }
    },
    /** A session began: everything unsent goes out, at once. */
    flush() {
      for (const { room } of items.values()) {
        laneOf(room).timer.stop();
        void pump(room);
      }
    },
  };
};

/** @typedef {ReturnType<typeof createOutbox>} Outbox */

/**
 * @param {OutboxItem} item from storage
 * @returns {OutboxItem}
 */
const revived = ({ upload, ...item }) => (upload
  ? { ...item, state: 'failed', code: UPLOAD_LOST }
  : { ...item, state: item.state === 'failed' ? 'failed' : 'sending' });

module.exports = { createOutbox };
