// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { createTimer, retrying } = require('./timers.js');
/** @import { Connection } from './connection.js' */
/** @import { Clock, Frame } from './types.js' */

/** How long a request of the user waits for a connection that is being made, or for a server that asks to wait. */
const PATIENCE_MS = 5_000;
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
const createPatience = (connection, clock) => {
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
  return (type, fields) => retrying(clock, PAUSE_MS, async () => {
    if (coming()) {
      await connected();
    }
    return connection.request(type, fields);
  }, ({ code, retryAfterMs }) => code === 'offline' || ONCE.test(type) || retryAfterMs > PATIENCE_MS);
};

module.exports = { createPatience };
