// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { ChatError, count, list, text } = require('./protocol.js');
/** @import { Clock } from './types.js' */
/** @import { Http } from './http.js' */

/** What one request may ask for. */
const ASKED_AT_MOST = 100;
/** What comes onto the screen together is asked for together. */
const TOGETHER_MS = 20;
/** An address is not given out when it ends this soon: whoever loads it needs some time. */
const MARGIN_MS = 60_000;
/** How long a refusal is believed. */
const REFUSED_MS = 30_000;
const KEPT_AT_MOST = 2_000;

/** @typedef {{ url: string, thumb: string | null, until: number } | { error: ChatError, until: number }} Found */

/**
 * Addresses that an <img> may load: those of files that the server keeps need a signature, which ends after a while.
 *
 * @param {object} options
 * @param {Http} options.http
 * @param {Clock} options.clock
 * @param {() => number} options.now by the server's clock
 */
function createMediaUrls({ http, clock, now }) {
  /** @type {Map<string, Promise<Found>>} by the id of the file */
  const known = new Map();
  /** @type {Map<string, (found: Found) => void>} not asked for yet */
  let queue = new Map();

  async function ask() {
    const asked = queue;
    if (asked.size === 0) {
      return;
    }
    queue = new Map();
    /** @type {Map<string, Found>} */
    const found = new Map();
    /** @type {ChatError} */
    let error = new ChatError('not_found');
    let until = now() + REFUSED_MS;
    try {
      const answer = await http.post('/api/v1/media/urls', { ids: [...asked.keys()] });
      for (const item of list(answer?.urls)) {
        found.set(item?.id, {
          url: http.url(text(item?.url)),
          thumb: text(item?.thumb) ? http.url(item.thumb) : null,
          until: count(item?.expiresAt) - MARGIN_MS,
        });
      }
    } catch (failure) {
      error = failure instanceof ChatError ? failure : new ChatError('internal');
      until = error.temporary ? 0 : until;
    }
    asked.forEach((settle, id) => settle(found.get(id) ?? { error, until }));
  }

  /**
   * @param {string} id
   * @returns {Promise<Found>}
   */
  function lookUp(id) {
    const asked = new Promise((/** @type {(found: Found) => void} */ settle) => {
      queue.set(id, settle);
      if (queue.size === 1) {
        clock.setTimeout(ask, TOGETHER_MS);
      } else if (queue.size === ASKED_AT_MOST) {
        void ask();
      }
    });
    known.delete(id);
    known.set(id, asked);
    for (const other of known.keys()) {
      if (known.size > KEPT_AT_MOST) {
        known.delete(other);
      }
    }
    return asked;
  }

  return {
    /**
     * @param {string} url as a message or an avatar has it
     * @returns {Promise<string>} rejects when this user may not see it, or when it leads nowhere a client should go
     */
    async of(url) {
      const [, id, small] = /^\/media\/([A-Za-z0-9_-]+)(\/thumb)?$/.exec(url) ?? [];
      if (!id) {
        if (/^https?:\/\//i.test(url)) {
          return url;
        }
        throw new ChatError('not_found', 'not an address to open');
      }
      const had = known.get(id);
      let found = await (had ?? lookUp(id));
      if (had && found.until <= now()) {
        // Another caller may have seen that already.
        const newer = known.get(id);
        found = await (newer && newer !== had ? newer : lookUp(id));
      }
      if ('error' in found) {
        throw found.error;
      }
      return small ? (found.thumb ?? found.url) : found.url;
    },
  };
}

module.exports = { createMediaUrls };
