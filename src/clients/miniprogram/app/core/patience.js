// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { ChatError } = require('./protocol.js');
/** @import { Connection } from './connection.js' */
/** @import { Clock, Frame } from './types.js' */

/** How long a request of the user waits for a connection that is being made, or for a server that asks to wait. */
const PATIENCE_MS = 5_000;
const TRIES = 3;
const PAUSE_MS = 500;
/** Asking twice would do it twice, or be refused because the first time worked. */
const ONCE = new Set(['room.create', 'room.leave', 'room.dissolve']);

/**
 * Requests that a user waits for: they wait a moment for a connection that is on its way, and are asked again where the
 * outcome is unknown and asking again changes nothing.
 *
 * @param {Connection} connection
 * @param {Clock} clock
 */
function createPatience(connection, clock) {
  const coming = () => connection.status.state === 'connecting' || connection.status.state === 'reconnecting';

  /** @param {number} ms */
  const pause = (ms) => new Promise((resolve) => clock.setTimeout(() => resolve(null), ms));

  async function connected() {
    let stop = () => {};
    /** @type {any} */
    let timer = null;
    await new Promise((resolve) => {
      timer = clock.setTimeout(() => resolve(null), PATIENCE_MS);
      stop = connection.on('status', () => coming() || resolve(null));
    });
    clock.clearTimeout(timer);
    stop();
  }

  /**
   * @param {string} type
   * @param {object} fields
   * @returns {Promise<Frame>}
   */
  return async function ask(type, fields) {
    for (let tries = 1; ; tries++) {
      if (coming()) {
        await connected();
      }
      try {
        return await connection.request(type, fields);
      } catch (error) {
        const { temporary, code, retryAfterMs } = error instanceof ChatError ? error : new ChatError('internal');
        if (!temporary || code === 'offline' || tries === TRIES || ONCE.has(type) || retryAfterMs > PATIENCE_MS) {
          throw error;
        }
        await pause(retryAfterMs || PAUSE_MS * tries);
      }
    }
  };
}

module.exports = { createPatience };
