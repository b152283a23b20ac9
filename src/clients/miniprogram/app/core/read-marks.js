// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

/** @import { Clock, Frame } from './types.js' */

/** Scrolling through a room makes one request, not one a line. */
const DELAY_MS = 500;

/**
 * How far this user has read, sent late and only upward. What could not be sent waits for the next session.
 *
 * @param {object} options
 * @param {Clock} options.clock
 * @param {(type: string, fields: object) => Promise<Frame>} options.request
 * @param {() => boolean} options.online
 */
function createReadMarks({ clock, request, online }) {
  /** @type {Map<string, number>} marks that the server has not confirmed */
  const pending = new Map();
  /** @type {any} */
  let timer = null;

  function flush() {
    clock.clearTimeout(timer);
    timer = null;
    if (!online()) {
      return;
    }
    for (const [room, seq] of pending) {
      request('read', { room, seq }).then(
        () => forget(room, seq),
        (error) => error.temporary || forget(room, seq),
      );
    }
  }

  /**
   * @param {string} room
   * @param {number} seq
   */
  function forget(room, seq) {
    if ((pending.get(room) ?? 0) <= seq) {
      pending.delete(room);
    }
  }

  return {
    /**
     * @param {string} room
     * @param {number} seq
     */
    mark(room, seq) {
      if (seq > (pending.get(room) ?? 0)) {
        pending.set(room, seq);
        timer ??= clock.setTimeout(flush, DELAY_MS);
      }
    },
    /** @param {string} room */
    of: (room) => pending.get(room) ?? 0,
    flush,
  };
}

/** @typedef {ReturnType<typeof createReadMarks>} ReadMarks */

module.exports = { createReadMarks };
