// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { ChatError, count, list, text } = require('./protocol.js');
/** @import { Clock, Frame, PresenceState } from './types.js' */

/** The server watches no more for a session. */
const WATCHED_AT_MOST = 200;
/** A list that is drawn asks for all its people at once. */
const TOGETHER_MS = 100;
const RETRY_MS = 5_000;
const STATES = new Set(['online', 'away', 'offline']);

/**
 * Who is there, of those that some view looks at. A session watches one set of people, which replaces the one before.
 *
 * @param {object} options
 * @param {Clock} options.clock
 * @param {(type: string, fields: object) => Promise<Frame>} options.request
 * @param {() => boolean} options.online
 * @param {(user: string) => void} options.changed
 */
function createPresence({ clock, request, online, changed }) {
  /** @type {Map<string, number>} how many look at whom; the newest come last */
  const watched = new Map();
  /** @type {Map<string, PresenceState>} */
  const states = new Map();
  /** @type {any} */
  let timer = null;
  let closed = false;

  /** @param {any} told */
  function put(told) {
    const user = text(told?.user);
    if (watched.has(user) && STATES.has(told.state)) {
      states.set(user, { state: told.state, lastSeen: count(told.lastSeen) || null });
      changed(user);
    }
  }

  /** @param {number} ms */
  function later(ms) {
    timer ??= clock.setTimeout(ask, ms);
  }

  async function ask() {
    clock.clearTimeout(timer);
    timer = null;
    if (closed || !online()) {
      return;
    }
    try {
      const answer = await request('presence', { users: [...watched.keys()].slice(-WATCHED_AT_MOST) });
      list(answer.states).forEach(put);
    } catch (error) {
      if (error instanceof ChatError && error.temporary && online() && !closed) {
        later(RETRY_MS);
      }
    }
  }

  return {
    /**
     * @param {string[]} users
     * @returns {() => void} looks away again
     */
    watch(users) {
      const mine = [...new Set(users)].filter(Boolean);
      let looking = true;
      for (const user of mine) {
        const times = watched.get(user) ?? 0;
        watched.delete(user);
        watched.set(user, times + 1);
      }
      later(TOGETHER_MS);
      return () => {
        if (!looking) {
          return;
        }
        looking = false;
        for (const user of mine) {
          const times = watched.get(user) ?? 0;
          if (times > 1) {
            watched.set(user, times - 1);
          } else {
            watched.delete(user);
            states.delete(user);
          }
        }
        later(TOGETHER_MS);
      };
    },
    /** @param {string} user */
    of: (user) => states.get(user) ?? null,
    push: put,
    /** A session began, and watches nobody yet. */
    resume() {
      if (watched.size > 0) {
        void ask();
      }
    },
    dispose() {
      closed = true;
      clock.clearTimeout(timer);
    },
  };
}

module.exports = { createPresence };
