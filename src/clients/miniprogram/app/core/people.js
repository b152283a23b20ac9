// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { readUser } = require('./protocol.js');
/** @import { Frame, User } from './types.js' */

/** Look-ups under way at once; the rest wait. */
const AT_ONCE = 4;

/**
 * Who is who. Events carry ids only; names come from member lists, rooms and, for the rest, one look-up each.
 *
 * @param {object} options
 * @param {(type: string, fields: object) => Promise<Frame>} options.request
 * @param {() => void} options.changed
 */
const createPeople = ({ request, changed }) => {
  /** @type {Map<string, User>} */
  const known = new Map();
  /** @type {Set<string>} waiting, asked or unknown to the server */
  const asked = new Set();
  /** @type {string[]} */
  let queue = [];
  let running = 0;

  /** @param {any} value */
  const put = (value) => {
    const user = readUser(value);
    const old = user && known.get(user.id);
    if (user && (old?.name !== user.name || old.avatar !== user.avatar)) {
      known.set(user.id, user);
      changed();
    }
  };

  /** @param {string} id */
  const ask = async (id) => {
    running++;
    try {
      put((await request('user.get', { user: id })).user);
    } catch (error) {
      if (/** @type {any} */ (error).temporary) {
        asked.delete(id);
      }
    }
    running--;
    next();
  };

  const next = () => {
    while (running < AT_ONCE && queue.length) {
      void ask(/** @type {string} */ (queue.shift()));
    }
  };

  return {
    put,
    /**
     * @param {string} id
     * @returns {User | null} null while it is being looked up; `changed` follows
     */
    get(id) {
      const user = known.get(id) ?? null;
      if (!user && id && id !== 'system' && !asked.has(id)) {
        asked.add(id);
        queue.push(id);
        next();
      }
      return user;
    },
    /** A session began: what went unanswered may be asked again. */
    resume() {
      queue = [];
      asked.clear();
      changed();
    },
  };
};

/** @typedef {ReturnType<typeof createPeople>} People */

module.exports = { createPeople };
