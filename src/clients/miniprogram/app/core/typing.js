// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

/** @import { Clock, RoomEvent } from './types.js' */

/** The server passes on no more than one in this time. */
const TELL_EVERY_MS = 3_000;
/** Nobody says that they stopped. */
const SHOWN_FOR_MS = 6_000;

/**
 * Who is writing, and that this user is.
 *
 * @param {object} options
 * @param {string} options.me
 * @param {Clock} options.clock
 * @param {(type: string, fields: object) => void} options.tell
 * @param {(room: string) => void} options.changed
 */
function createTyping({ me, clock, tell, changed }) {
  /** @type {Map<string, number>} when this user's typing was last told, by room */
  const told = new Map();
  /** @type {Map<string, Map<string, any>>} by room, then user: the timer that ends it */
  const rooms = new Map();

  /**
   * @param {string} room
   * @param {string} user
   */
  function end(room, user) {
    const users = rooms.get(room);
    if (users?.has(user)) {
      clock.clearTimeout(users.get(user));
      users.delete(user);
      if (users.size === 0) {
        rooms.delete(room);
      }
      changed(room);
    }
  }

  return {
    /**
     * This user pressed a key.
     *
     * @param {string} room
     */
    set(room) {
      const now = clock.now();
      if (now - (told.get(room) ?? -Infinity) >= TELL_EVERY_MS) {
        told.set(room, now);
        tell('typing', { room });
      }
    },
    /**
     * @param {string} room
     * @returns {string[]}
     */
    of: (room) => [...(rooms.get(room)?.keys() ?? [])],
    /**
     * @param {string} room
     * @param {string} user
     */
    push(room, user) {
      if (user === me) {
        return;
      }
      const users = rooms.get(room) ?? new Map();
      const fresh = !users.has(user);
      clock.clearTimeout(users.get(user));
      rooms.set(room, users.set(user, clock.setTimeout(() => end(room, user), SHOWN_FOR_MS)));
      if (fresh) {
        changed(room);
      }
    },
    /** @param {RoomEvent} event what they were writing, or their leaving */
    said: (event) => end(event.room, event.kind === 'member' ? (event.user ?? '') : event.from),
    /** The connection is gone, and with it whoever was writing. */
    clear() {
      for (const [room, users] of [...rooms]) {
        [...users.keys()].forEach((user) => end(room, user));
      }
    },
  };
}

module.exports = { createTyping };
