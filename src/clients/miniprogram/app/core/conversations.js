// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { entries, fromEntries, max, min } = require('./builtins.js');
const { count, fields, isMention, MENTIONS_AT_MOST, readRoom, text } = require('./protocol.js');
/** @import { ReadMarks } from './read-marks.js' */
/** @import { Rooms } from './rooms.js' */
/** @import { Conversation, RoomEvent } from './types.js' */

/** What events keep right, and an older answer must not take back. */
const COUNTED = 'lastSeq readSeq unread mentionUnread last updatedAt';
/** What may be set for a room, and what each must be. */
const SETTINGS = { string: 'announcement avatar joinRule', boolean: 'public muteAll', number: 'slowModeMs' };

/**
 * The list of a user's rooms: pinned first, then by the newest message. Lines are replaced, never changed.
 *
 * @param {object} options
 * @param {string} options.me
 * @param {ReadMarks} options.marks of this device, which the server may not know yet
 * @param {Rooms} options.rooms
 * @param {(room: string) => void} options.refresh asks the server for a line that can't be kept right from events
 * @param {() => void} options.changed
 */
const createConversations = ({ me, marks, rooms: logs, refresh, changed }) => {
  /** @type {Map<string, Conversation>} */
  const rooms = new Map();
  /** @type {Conversation[] | null} */
  let sorted = null;

  const altered = () => {
    sorted = null;
    changed();
  };

  /**
   * @param {Conversation} room
   * @param {Partial<Conversation>} fields
   */
  const set = (room, fields) => {
    const next = { ...room, ...fields };
    rooms.set(room.id, next);
    altered();
    return next;
  };

  /**
   * @param {any} value a room as the server tells it
   * @param {boolean} [trusted] whether it may take the log back: only the answer to `connect` comes before all events
   */
  const put = (value, trusted = false) => {
    const told = readRoom(value);
    const old = rooms.get(told?.id ?? '');
    if (!told || (!old && !told.role)) {
      // Seen from outside: one may look at a public room without being in it.
      return told;
    }
    const room = { ...old, ...told, peerReadSeq: old?.peerReadSeq ?? 0 };
    if (old && !trusted && told.lastSeq < old.lastSeq) {
      return set(room, fields(COUNTED, old));
    }
    const readSeq = max(told.readSeq, marks.of(told.id));
    return set(room, { ...(readSeq > told.readSeq && unreadAfter(told, readSeq)), readSeq });
  };

  /**
   * @param {Conversation} room
   * @param {number} seq
   */
  const unreadAfter = (room, seq) =>
    (seq >= room.lastSeq ? { unread: 0, mentionUnread: 0 } : logs.countUnread(room.id, seq));

  /**
   * @param {Conversation} room
   * @param {RoomEvent} event
   * @returns {Partial<Conversation>}
   */
  const afterMessage = ({ readSeq, peerReadSeq, unread, mentionUnread }, event) => {
    const { seq, from, time } = event;
    return {
      last: event,
      updatedAt: time,
      ...(from === me ? { readSeq: max(readSeq, seq), unread: 0, mentionUnread: 0 } : {
        peerReadSeq: max(peerReadSeq, seq),
        ...(seq > readSeq && {
          unread: unread + 1,
          mentionUnread: min(mentionUnread + Number(isMention(event, me)), MENTIONS_AT_MOST),
        }),
      }),
    };
  };

  /**
   * @param {Conversation} room
   * @param {RoomEvent} event that targets a message or tells about the room
   * @returns {Partial<Conversation>}
   */
  const afterChange = (room, { kind, change = '', user, value, target, content, role, until }) => {
    const { last } = room;
    if (last && last.seq === target) {
      return kind === 'recall' ? { last: { ...last, recalled: true, content: undefined } }
        : kind === 'edit' && !last.recalled ? { last: { ...last, content } } : {};
    }
    if (kind === 'room') {
      return { ...settingsOf(value ?? {}), name: text(value?.name) || room.name };
    }
    if (kind !== 'member') {
      return {};
    }
    const step = /^(joined|invited)$/.test(change) ? 1 : /^(left|removed|banned)$/.test(change) ? -1 : 0;
    const mine = user === me && {
      role: (change === 'role' && text(role)) || room.role,
      mutedUntil: change === 'muted' ? count(until) || null : change === 'unmuted' ? null : room.mutedUntil,
    };
    return { memberCount: room.memberCount && max(0, room.memberCount + step), ...mine };
  };

  return {
    /** @returns {Conversation[]} */
    list: () => (sorted ??= [...rooms.values()].sort((a, b) =>
      Number(b.pinned) - Number(a.pinned) || b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1))),
    /** @param {string} id */
    get: (id) => rooms.get(id) ?? null,
    put,
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
        for (const id of rooms.keys()) {
          ids.has(id) || rooms.delete(id);
        }
      }
      altered();
    },
    /** @param {string} id */
    remove(id) {
      rooms.delete(id);
      altered();
    },
    /** @param {RoomEvent} event from a push; what the list already counts is left out */
    push(event) {
      const { room: id, seq } = event;
      const room = rooms.get(id);
      if (!room || seq > room.lastSeq + 1) {
        refresh(id);
      }
      if (room && seq > room.lastSeq) {
        set(room, { ...(event.kind === 'message' ? afterMessage : afterChange)(room, event), lastSeq: seq });
      }
    },
    /** @param {{ [field: string]: any }} push `read` of this user on another device, or of another member */
    read(push) {
      const room = rooms.get(push.room);
      const seq = count(push.seq);
      if (room && seq && push.user !== me) {
        set(room, { peerReadSeq: max(room.peerReadSeq, seq) });
      } else if (room && seq > room.readSeq) {
        const unread = unreadAfter(room, seq);
        set(room, { readSeq: seq, ...unread });
        unread || refresh(room.id);
      }
    },
  };
};

/** @typedef {ReturnType<typeof createConversations>} Conversations */

/**
 * @param {any} value what was set for the room; an empty text takes away what was there
 * @returns {Partial<Conversation>}
 */
const settingsOf = (value) => fromEntries(entries(SETTINGS).flatMap(([type, names]) =>
  names.split(' ')
    .filter((name) => typeof value[name] === type)
    .map((name) => [name, value[name] === '' ? null : value[name]])));

module.exports = { createConversations };
