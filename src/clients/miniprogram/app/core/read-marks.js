// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { createTimer } = require('./timers.js');
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
const createReadMarks = ({ clock, request, online }) => {
  /** @type {Map<string, number>} marks that the server has not confirmed */
  const pending = new Map();
  const timer = createTimer(clock);

  /** @param {string} room */
  const of = (room) => pending.get(room) ?? 0;

  const flush = () => {
    timer.stop();
    online() && pending.forEach((seq, room) => {
      const forget = () => of(room) <= seq && pending.delete(room);
      request('read', { room, seq }).then(forget, (error) => error.temporary || forget());
    });
  };

  return {
    /**
     * @param {string} room
     * @param {number} seq
     */
    mark(room, seq) {
      if (seq > of(room)) {
        pending.set(room, seq);
        timer.on || timer.set(DELAY_MS, flush);
      }
    },
    of,
    flush,
  };
};

/** @typedef {ReturnType<typeof createReadMarks>} ReadMarks */

module.exports = { createReadMarks };
