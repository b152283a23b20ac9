import { chatError } from './protocol.js';
import { createTimer, pause } from './timers.js';
/** @import { Connection } from './connection.js' */
/** @import { Clock, Frame } from './types.js' */

/** How long a request of the user waits for a connection that is being made, or for a server that asks to wait. */
const PATIENCE_MS = 5_000;
const TRIES = 3;
const PAUSE_MS = 500;
/** Asking twice would do it twice, or be refused because the first time worked. */
const ONCE = /^room\.(create|leave|dissolve)$/;

/**
 * Requests that a user waits for: they wait a moment for a connection that is on its way, and are asked again where the
 * outcome is unknown and asking again changes nothing.
 *
 * @param {Connection} connection
 * @param {Clock} clock
 */
export const createPatience = (connection, clock) => {
  const coming = () => /connecting$/.test(connection.status.state);

  const connected = () => new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
    const timer = createTimer(clock);
    const stop = connection.on('status', () => coming() || done());
    const done = () => {
      timer.stop();
      stop();
      resolve();
    };
    timer.set(PATIENCE_MS, done);
  });

  /**
   * @param {string} type
   * @param {object} fields
   * @returns {Promise<Frame>}
   */
  const ask = async (type, fields, tries = 1) => {
    if (coming()) {
      await connected();
    }
    try {
      return await connection.request(type, fields);
    } catch (error) {
      const { temporary, code, retryAfterMs } = chatError(error);
      if (!temporary || code === 'offline' || tries === TRIES || ONCE.test(type) || retryAfterMs > PATIENCE_MS) {
        throw error;
      }
      await pause(clock, retryAfterMs || PAUSE_MS * tries);
      return ask(type, fields, tries + 1);
    }
  };
  return ask;
};
