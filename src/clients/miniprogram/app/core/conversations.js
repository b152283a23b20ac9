// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { count, isMention, MENTIONS_AT_MOST, readRoom, text } = require('./protocol.js');
/** @import { Conversation, Frame, RoomEvent } from './types.js' */

/**
 * The list of a user's rooms: pinned first, then by the newest message. Lines are replaced, never changed.
 *
 * @param {object} options
 * @param {string} options.me
 * @param {(room: string) => number} options.pendingRead a mark of this device that the server may not know yet
 * @param {(room: string, after: number) => { unread: number, mentionUnread: number } | null} options.countUnread messages of
 *   others in the local log after a mark, or null when the log does not reach back that far
 * @param {(room: string) => void} options.refresh asks the server for a line that can't be kept right from events
 * @param {() => void} options.changed
 */
function createConversations({ me, pendingRead, countUnread, refresh, changed }) {
  /** @type {Map<string, Conversation>} */
  const rooms = new Map();
  /** @type {Conversation[] | null} */
  let sorted = null;

  /** @param {Conversation} conversation */
  function set(conversation) {
    rooms.set(conversation.id, conversation);
    sorted = null;
    changed();
  }

  /**
   * @param {string} id
   * @param {Partial<Conversation>} fields
   */
  function update(id, fields) {
    const old = rooms.get(id);
    if (old) {
      set({ ...old, ...fields });
    }
  }

  /**
   * @param {any} value a room as the server tells it
   * @param {boolean} [trusted] whether it may take the log back: only the answer to `connect` comes before all events
   */
  function put(value, trusted = false) {
    const told = readRoom(value);
    if (!told) {
      return null;
    }
    const old = rooms.get(told.id);
    if (!old && !told.role) {
      // Seen from outside: one may look at a public room without being in it.
      return told;
    }
    if (old && !trusted && told.lastSeq < old.lastSeq) {
      const { lastSeq, readSeq, unread, mentionUnread, last, updatedAt, peerReadSeq } = old;
      set({ ...old, ...told, lastSeq, readSeq, unread, mentionUnread, last, updatedAt, peerReadSeq });
      return rooms.get(told.id) ?? null;
    }
    const seen = Math.max(told.readSeq, pendingRead(told.id));
    set({
      ...old,
      ...told,
      ...(seen > told.readSeq ? unreadAfter(told, seen) : null),
      readSeq: seen,
      peerReadSeq: old?.peerReadSeq ?? 0,
    });
    return rooms.get(told.id) ?? null;
  }

  /**
   * @param {Conversation} room
   * @param {number} seq
   */
  const unreadAfter = (room, seq) => (seq >= room.lastSeq ? { unread: 0, mentionUnread: 0 } : countUnread(room.id, seq));

  /** @param {RoomEvent} event */
  function onMessage(event) {
    const room = /** @type {Conversation} */ (rooms.get(event.room));
    const own = event.from === me;
    const fresh = event.seq > room.readSeq;
    const mentions = room.mentionUnread + Number(fresh && isMention(event, me));
    update(room.id, {
      lastSeq: event.seq,
      last: event,
      updatedAt: event.time,
      readSeq: own ? Math.max(room.readSeq, event.seq) : room.readSeq,
      unread: own ? 0 : room.unread + Number(fresh),
      mentionUnread: own ? 0 : Math.min(mentions, MENTIONS_AT_MOST),
      peerReadSeq: own ? room.peerReadSeq : Math.max(room.peerReadSeq, event.seq),
    });
  }

  /**
   * @param {number | undefined} members
   * @param {RoomEvent} event
   */
  function membersAfter(members, event) {
    if (members === undefined || event.kind !== 'member') {
      return members;
    }
    const came = event.change === 'joined' || event.change === 'invited';
    const went = event.change === 'left' || event.change === 'removed' || event.change === 'banned';
    return Math.max(0, members + Number(came) - Number(went));
  }

  /**
   * @param {Conversation} room
   * @param {RoomEvent} event
   * @returns {Partial<Conversation>}
   */
  function changeOf(room, event) {
    const { kind, change, user, value } = event;
    if (kind === 'room' && value && typeof value === 'object') {
      return {
        name: text(value.name) || room.name,
        announcement: typeof value.announcement === 'string' ? value.announcement || null : room.announcement,
        avatar: typeof value.avatar === 'string' ? value.avatar || null : room.avatar,
        joinRule: text(value.joinRule) || room.joinRule,
        public: value.public ?? room.public,
        muteAll: value.muteAll ?? room.muteAll,
        slowModeMs: Number.isSafeInteger(value.slowModeMs) ? value.slowModeMs : room.slowModeMs,
      };
    }
    if (kind === 'member' && user === me) {
      return {
        role: change === 'role' ? text(event.role) || room.role : room.role,
        mutedUntil: change === 'muted' ? count(event.until) || null : change === 'unmuted' ? null : room.mutedUntil,
      };
    }
    return {};
  }

  /** @param {RoomEvent} event that targets a message or tells about the room */
  function onChange(event) {
    const room = /** @type {Conversation} */ (rooms.get(event.room));
    let { last } = room;
    if (last && last.seq === event.target) {
      if (event.kind === 'recall') {
        last = { ...last, recalled: true, content: undefined };
      } else if (event.kind === 'edit' && !last.recalled) {
        last = { ...last, content: event.content };
      }
    }
    const memberCount = membersAfter(room.memberCount, event);
    update(room.id, { ...changeOf(room, event), lastSeq: event.seq, last, memberCount });
  }

  return {
    /** @returns {Conversation[]} */
    list() {
      sorted ??= [...rooms.values()].sort((a, b) =>
        Number(b.pinned) - Number(a.pinned) || b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1));
      return sorted;
    },
    /** @param {string} id */
    get: (id) => rooms.get(id) ?? null,
    /** @param {any} value */
    put: (value) => put(value),
    /**
     * The whole list, or a page of it.
     *
     * @param {any[]} values
     * @param {boolean} whole rooms that are not in it are gone
     * @param {boolean} trusted
     */
    replace(values, whole, trusted) {
      const ids = new Set(values.map((value) => put(value, trusted)?.id));
      if (whole) {
        for (const id of [...rooms.keys()]) {
          ids.has(id) || rooms.delete(id);
        }
      }
      sorted = null;
      changed();
    },
    /** @param {string} id */
    remove(id) {
      rooms.delete(id);
      sorted = null;
      changed();
    },
    /** @param {RoomEvent} event from a push; what the list already counts is left out */
    push(event) {
      const room = rooms.get(event.room);
      if (!room || event.seq > room.lastSeq + 1) {
        refresh(event.room);
      }
      if (room && event.seq > room.lastSeq) {
        event.kind === 'message' ? onMessage(event) : onChange(event);
      }
    },
    /** @param {Frame} push `read` of this user on another device, or of another member */
    read(push) {
      const room = rooms.get(push.room);
      const seq = count(push.seq);
      if (!room || !seq) {
        return;
      }
      if (push.user !== me) {
        update(room.id, { peerReadSeq: Math.max(room.peerReadSeq, seq) });
      } else if (seq > room.readSeq) {
        const unread = unreadAfter(room, seq);
        update(room.id, { readSeq: seq, ...unread });
        if (unread === null) {
          refresh(room.id);
        }
      }
    },
  };
}

/** @typedef {ReturnType<typeof createConversations>} Conversations */

module.exports = { createConversations };
