import { ChatError } from './protocol.js';
import { createBackoff } from './backoff.js';
import { createId } from './environment.js';
/** @import { Clock, Content, Frame, OutboxItem } from './types.js' */
/** @import { Store } from './environment.js' */

/** Waits between tries of one room after a temporary refusal are drawn from at least this. */
const RETRY_FLOOR_MS = 1_000;

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
export function createOutbox({ me, clock, store, request, online, changed }) {
  const key = `outbox:${me}`;
  /** @type {OutboxItem[]} */
  let items = stored().map((item) => ({ ...item, state: item.state === 'failed' ? 'failed' : 'sending' }));
  /** @type {Map<string, { busy: boolean, timer: any, backoff: ReturnType<typeof createBackoff> }>} */
  const lanes = new Map();

  /** @returns {OutboxItem[]} */
  function stored() {
    const value = store.read(key);
    return Array.isArray(value) ? value.filter((item) => item?.clientMsgId && item.room && item.content) : [];
  }

  /**
   * Read, change, write: another tab of the same user keeps its own items in the same place.
   *
   * @param {string} clientMsgId
   * @param {OutboxItem | null} item
   */
  function persist(clientMsgId, item) {
    const others = stored().filter((other) => other.clientMsgId !== clientMsgId);
    const next = item ? [...others, item].sort((a, b) => a.createdAt - b.createdAt) : others;
    store.write(key, next.length > 0 ? next : null);
  }

  /**
   * @param {string} clientMsgId
   * @param {Partial<OutboxItem>} fields
   */
  function update(clientMsgId, fields) {
    const item = items.find((other) => other.clientMsgId === clientMsgId);
    if (item) {
      const next = { ...item, ...fields };
      items = items.map((other) => (other === item ? next : other));
      persist(clientMsgId, next.state === 'sent' ? null : next);
      changed(item.room);
    }
  }

  /** @param {string} clientMsgId */
  function remove(clientMsgId) {
    const item = items.find((other) => other.clientMsgId === clientMsgId);
    if (item) {
      items = items.filter((other) => other !== item);
      persist(clientMsgId, null);
      changed(item.room);
    }
  }

  /** @param {string} room */
  function laneOf(room) {
    const lane = lanes.get(room) ?? { busy: false, timer: null, backoff: createBackoff(clock.random) };
    lanes.set(room, lane);
    return lane;
  }

  /** @param {string} room */
  async function pump(room) {
    const lane = laneOf(room);
    const item = items.find((other) => other.room === room && other.state === 'sending');
    if (lane.busy || lane.timer !== null || !online()) {
      return;
    }
    if (!item) {
      lanes.delete(room);
      return;
    }
    lane.busy = true;
    const { clientMsgId, content, mentions, replyTo } = item;
    try {
      const ack = await request('send', { room, clientMsgId, content, mentions, replyTo });
      lane.backoff.reset();
      update(clientMsgId, { state: 'sent', seq: ack.seq });
    } catch (error) {
      refused(room, clientMsgId, error instanceof ChatError ? error : new ChatError('internal'));
    }
    lane.busy = false;
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
     */
    add(room, content, more = {}) {
      /** @type {OutboxItem} */
      const item = {
        clientMsgId: createId('c', clock),
        room,
        content,
        mentions: more.mentions,
        replyTo: more.replyTo,
        createdAt: clock.now(),
        state: 'sending',
      };
      items = [...items, item];
      persist(item.clientMsgId, item);
      changed(room);
      void pump(room);
      return item.clientMsgId;
    },
    /** @param {string} clientMsgId */
    retry(clientMsgId) {
      const item = items.find((other) => other.clientMsgId === clientMsgId);
      if (item?.state === 'failed') {
        update(clientMsgId, { state: 'sending', code: undefined });
        void pump(item.room);
      }
    },
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
