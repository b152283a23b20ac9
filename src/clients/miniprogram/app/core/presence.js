// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { count, list, text } = require('./protocol.js');
const { createTimer } = require('./timers.js');
/** @import { Clock, Frame, PresenceState } from './types.js' */

/** The server watches no more for a session. */
const WATCHED_AT_MOST = 200;
/** A list that is drawn asks for all its people at once. */
const TOGETHER_MS = 100;
const RETRY_MS = 5_000;
const STATES = /^(online|away|offline)$/;

/**
 * Who is there, of those that some view looks at. A session watches one set of people, which replaces the one before.
 *
 * @param {object} options
 * @param {Clock} options.clock
 * @param {(type: string, fields: object) => Promise<Frame>} options.request
 * @param {() => boolean} options.online
 * @param {(user: string) => void} options.changed
 */
const createPresence = ({ clock, request, online, changed }) => {
  /** @type {Set<string[]>} whom each view looks at; the newest come last */
  const views = new Set();
  /** @type {Map<string, PresenceState>} */
  const states = new Map();
  const timer = createTimer(clock);

  /** The newest come first. */
  const watched = () => new Set([...views].flat().reverse());

  /** @param {any} told */
  const put = (told) => {
    const user = text(told?.user);
    if (watched().has(user) && STATES.test(told.state)) {
      states.set(user, { state: told.state, lastSeen: count(told.lastSeen) || null });
      changed(user);
    }
  };

  /** @param {number} ms */
  const later = (ms) => {
    timer.on || timer.set(ms, ask);
  };

  const ask = async () => {
    timer.stop();
    if (!online()) {
      return;
    }
    try {
      const answer = await request('presence', { users: [...watched()].slice(0, WATCHED_AT_MOST).reverse() });
      list(answer.states).forEach(put);
    } catch (error) {
      if (/** @type {any} */ (error).temporary && online()) {
        later(RETRY_MS);
      }
    }
  };

  return {
    /**
     * @param {string[]} users
     * @returns {() => void} looks away again
     */
    watch(users) {
      const mine = users.filter(Boolean);
      views.add(mine);
      later(TOGETHER_MS);
      return () => {
        if (views.delete(mine)) {
          const left = watched();
          mine.forEach((user) => left.has(user) || states.delete(user));
          later(TOGETHER_MS);
        }
      };
    },
    /** @param {string} user */
    of: (user) => states.get(user) ?? null,
    push: put,
    /** A session began, and watches nobody yet. */
    resume() {
      views.size && void ask();
    },
  };
};

module.exports = { createPresence };
