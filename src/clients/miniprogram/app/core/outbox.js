// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { ChatError, count } = require('./protocol.js');
const { createBackoff } = require('./backoff.js');
const { createId } = require('./environment.js');
/** @import { Clock, Content, Frame, OutboxItem, Progress } from './types.js' */
/** @import { Store } from './environment.js' */

/** Waits between tries of one room after a temporary refusal are drawn from at least this. */
const RETRY_FLOOR_MS = 1_000;
/** A mini program keeps 1 MB under one key, at up to three bytes a character. */
const STORED_CHARS_AT_MOST = 300_000;
const PREVIEWS_AT_MOST = 200;

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
function createOutbox({ me, clock, store, request, online, changed }) {
  const key = `outbox:${me}`;
  /** @type {OutboxItem[]} */
  let items = stored().map(revived);
  /** @type {Map<string, { current: string | null, timer: any, backoff: ReturnType<typeof createBackoff> }>} */
  const lanes = new Map();
  /** Done with here, and perhaps still in storage. @type {Set<string>} */
  const done = new Set();
  /** @type {Map<string, string>} by clientMsgId; they outlive their items */
  const previews = new Map();

  /** @returns {OutboxItem[]} */
  function stored() {
    const value = store.read(key);
    return Array.isArray(value) ? value.filter((item) => item?.clientMsgId && item.room && item.content) : [];
  }

  /**
   * Read, change, write: another tab of the same user keeps its own items in the same place. What doesn't fit stays in
   * memory, and comes in when there is room again.
   */
  function persist() {
    const known = new Set([...done, ...items.map((item) => item.clientMsgId)]);
    const others = stored().filter((item) => !known.has(item.clientMsgId));
    const mine = items.filter((item) => item.state !== 'sent');
    let left = STORED_CHARS_AT_MOST;
    const next = [...others, ...mine]
      .sort((a, b) => a.createdAt - b.createdAt)
      .map(({ preview, ...item }) => item)
      .filter((item) => (left -= JSON.stringify(item).length) >= 0);
    while (!store.write(key, next.length > 0 ? next : null)) {
      if (next.length < 2) {
        // Full of other things: what is there of ours stays.
        return;
      }
      next.length = Math.floor(next.length / 2);
    }
    done.clear();
  }

  /** @param {string} clientMsgId */
  const find = (clientMsgId) => items.find((item) => item.clientMsgId === clientMsgId);

  /**
   * @param {string} clientMsgId
   * @param {Partial<OutboxItem>} fields
   * @param {boolean} [lasting]
   */
  function update(clientMsgId, fields, lasting = true) {
    const item = find(clientMsgId);
    if (item) {
      const next = { ...item, ...fields };
      items = items.map((other) => (other === item ? next : other));
      if (next.state === 'sent') {
        done.add(clientMsgId);
      }
      if (lasting) {
        persist();
      }
      changed(item.room);
    }
  }

  /** @param {string} clientMsgId */
  function remove(clientMsgId) {
    const item = find(clientMsgId);
    if (item) {
      items = items.filter((other) => other !== item);
      if (item.state !== 'sent') {
        done.add(clientMsgId);
        persist();
      }
      changed(item.room);
    }
  }

  /** @param {string} room */
  function laneOf(room) {
    const lane = lanes.get(room) ?? { current: null, timer: null, backoff: createBackoff(clock.random) };
    lanes.set(room, lane);
    return lane;
  }

  /** @param {string} room */
  async function pump(room) {
    const lane = laneOf(room);
    const item = items.find((other) => other.room === room && other.state === 'sending' && !other.upload);
    if (lane.current !== null || lane.timer !== null || !online()) {
      return;
    }
    if (!item) {
      lanes.delete(room);
      return;
    }
    const { clientMsgId, content, mentions, replyTo } = item;
    lane.current = clientMsgId;
    /** @type {Frame | ChatError} */
    let outcome;
    try {
      outcome = await request('send', { room, clientMsgId, content, mentions, replyTo });
    } catch (error) {
      outcome = error instanceof ChatError ? error : new ChatError('internal');
    }
    if (lane.current !== clientMsgId) {
      // Its own event was here before, and the next one is on its way.
      return;
    }
    lane.current = null;
    if (outcome instanceof ChatError) {
      refused(room, clientMsgId, outcome);
    } else {
      lane.backoff.reset();
      update(clientMsgId, { state: 'sent', seq: count(outcome.seq) });
    }
    void pump(room);
  }

  /**
   * @param {string} room
   * @param {string} clientMsgId
   * @param {ChatError} error
   */
  function refused(room, clientMsgId, error) {
    if (!error.temporary) {
      update(clientMsgId, { state: 'failed', code: error.code });
    } else if (online()) {
      const lane = laneOf(room);
      lane.timer = clock.setTimeout(() => {
        lane.timer = null;
        void pump(room);
      }, Math.max(error.retryAfterMs, RETRY_FLOOR_MS + lane.backoff.next()));
    }
    // Offline: the next session flushes.
  }

  return {
    /** @param {string} room */
    of: (room) => items.filter((item) => item.room === room),
    /**
     * @param {string} room
     * @param {Content} content
     * @param {{ mentions?: string[], replyTo?: number }} [more]
     * @param {{ upload?: Progress, preview?: string }} [file] that must be uploaded first
     */
    add(room, content, more = {}, file = {}) {
      /** @type {OutboxItem} */
      const item = {
        clientMsgId: createId('c', clock),
        room,
        content,
        mentions: more.mentions,
        replyTo: more.replyTo,
        createdAt: clock.now(),
        state: 'sending',
        ...file,
      };
      items = [...items, item];
      if (file.preview) {
        previews.set(item.clientMsgId, file.preview);
        for (const other of previews.keys()) {
          previews.size > PREVIEWS_AT_MOST && previews.delete(other);
        }
      }
      persist();
      changed(room);
      void pump(room);
      return item.clientMsgId;
    },
    /** @param {string} clientMsgId */
    retry(clientMsgId) {
      const item = find(clientMsgId);
      if (item?.state === 'failed' && !item.upload && item.code !== UPLOAD_LOST) {
        update(clientMsgId, { state: 'sending', code: undefined });
        void pump(item.room);
      }
    },
    /**
     * The log has this message, which says as much as an `ack`.
     *
     * @param {string} clientMsgId
     * @param {number} seq
     */
    seen(clientMsgId, seq) {
      const item = find(clientMsgId);
      if (!item || item.state === 'sent') {
        return;
      }
      const lane = lanes.get(item.room);
      if (lane?.current === clientMsgId) {
        lane.current = null;
        lane.backoff.reset();
      }
      update(clientMsgId, { state: 'sent', seq, upload: undefined });
      void pump(item.room);
    },
    /**
     * @param {string} clientMsgId
     * @param {Progress} upload
     */
    progress: (clientMsgId, upload) => update(clientMsgId, { upload }, false),
    /**
     * The file is on the server; from here on it is a message like any other.
     *
     * @param {string} clientMsgId
     * @param {Content} content
     */
    uploaded(clientMsgId, content) {
      update(clientMsgId, { content, upload: undefined });
      void pump(find(clientMsgId)?.room ?? '');
    },
    /**
     * @param {string} clientMsgId
     * @param {string} code
     */
    uploadFailed: (clientMsgId, code) => update(clientMsgId, { state: 'failed', code }, false),
    /** @param {string} clientMsgId */
    uploadAgain(clientMsgId) {
      const item = find(clientMsgId);
      const again = item?.state === 'failed' && item.upload !== undefined;
      if (again) {
        update(clientMsgId, { state: 'sending', code: undefined, upload: { ...item.upload, sent: 0 } }, false);
      }
      return again;
    },
    /** @param {string} clientMsgId */
    previewOf: (clientMsgId) => previews.get(clientMsgId) ?? null,
    /** Drops an item: its author gave it up, or the log shows it. */
    remove,
    /** A session began: everything unsent goes out, at once. */
    flush() {
      for (const room of new Set(items.map((item) => item.room))) {
        const lane = laneOf(room);
        clock.clearTimeout(lane.timer);
        lane.timer = null;
        void pump(room);
      }
    },
  };
}

/** @typedef {ReturnType<typeof createOutbox>} Outbox */

/** The page or app ended while its file was on the way; the file is nowhere now. */
const UPLOAD_LOST = 'upload_lost';

/**
 * @param {OutboxItem} item from storage
 * @returns {OutboxItem}
 */
function revived({ upload, ...item }) {
  if (upload) {
    return { ...item, state: 'failed', code: UPLOAD_LOST };
  }
  return { ...item, state: item.state === 'failed' ? 'failed' : 'sending' };
}

module.exports = { createOutbox };
