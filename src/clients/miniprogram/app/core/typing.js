// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { createTimer } = require('./timers.js');
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
const createTyping = ({ me, clock, tell, changed }) => {
  /** @type {Map<string, number>} when this user's typing was last told, by room */
  const told = new Map();
  /** @type {Map<string, { room: string, user: string, timer: ReturnType<typeof createTimer> }>} by both */
  const writing = new Map();

  /**
   * @param {string} room
   * @param {string} user
   */
  const end = (room, user) => {
    const key = keyOf(room, user);
    writing.get(key)?.timer.stop();
    writing.delete(key) && changed(room);
  };

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
    of: (room) => [...writing.values()].flatMap((one) => (one.room === room ? [one.user] : [])),
    /**
     * @param {string} room
     * @param {string} user
     */
    push(room, user) {
      if (user === me) {
        return;
      }
      const key = keyOf(room, user);
      const known = writing.get(key);
      const one = known ?? { room, user, timer: createTimer(clock) };
      writing.set(key, one);
      one.timer.set(SHOWN_FOR_MS, () => end(room, user));
      known || changed(room);
    },
    /** @param {RoomEvent} event what they were writing, or their leaving */
    said: (event) => end(event.room, event.kind === 'member' ? (event.user ?? '') : event.from),
    /** The connection is gone, and with it whoever was writing. */
    clear: () => writing.forEach(({ room, user }) => end(room, user)),
  };
};

/**
 * @param {string} room
 * @param {string} user
 */
const keyOf = (room, user) => `${room} ${user}`;

module.exports = { createTyping };
