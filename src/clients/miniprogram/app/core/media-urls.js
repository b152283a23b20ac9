// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { keepNewest } = require('./bounded.js');
const { ChatError, chatError, count, fields, list, text } = require('./protocol.js');
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

/** @typedef {{ url?: string, thumb?: string, error?: ChatError, until: number }} Found */

/**
 * Addresses that an <img> may load: those of files that the server keeps need a signature, which ends after a while.
 *
 * @param {object} options
 * @param {Http} options.http
 * @param {Clock} options.clock
 * @param {() => number} options.now by the server's clock
 */
const createMediaUrls = ({ http, clock, now }) => {
  /** @type {Map<string, Promise<Found>>} by the id of the file */
  const known = new Map();
  /** @type {Map<string, (found: Found) => void>} not asked for yet */
  let queue = new Map();

  const ask = async () => {
    const asked = queue;
    if (!asked.size) {
      return;
    }
    queue = new Map();
    /** @type {Found} */
    let missing = { error: new ChatError('not_found'), until: now() + REFUSED_MS };
    const answer = await http.post('/api/v1/media/urls', { ids: [...asked.keys()] }).catch((failure) => {
      const error = chatError(failure);
      missing = { error, until: error.temporary ? 0 : missing.until };
    });
    /** @type {Map<string, Found>} */
    const found = new Map(list(answer?.urls).map((item) =>
      [item?.id, { ...fields('url thumb', item ?? {}, text), until: count(item?.expiresAt) - MARGIN_MS }]));
    asked.forEach((settle, id) => settle(found.get(id) ?? missing));
  };

  /**
   * @param {string} id
   * @returns {Promise<Found>}
   */
  const lookUp = (id) => {
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
    keepNewest(known, KEPT_AT_MOST);
    return asked;
  };

  /**
   * @param {string} url as a message or an avatar has it
   * @returns {Promise<string>} rejects when this user may not see it, or when it leads nowhere a client should go
   */
  return async (url) => {
    const [, id, small] = /^\/media\/([A-Za-z0-9_-]+)(\/thumb)?$/.exec(url) ?? [];
    if (/^https?:\/\//i.test(url)) {
      return url;
    }
    if (!id) {
      throw new ChatError('not_found');
    }
    const had = known.get(id);
    let found = await (had ?? lookUp(id));
    if (had && found.until <= now()) {
      // Another caller may have seen that already.
      const newer = known.get(id);
      found = await (newer === had ? lookUp(id) : (newer ?? lookUp(id)));
    }
    if (found.error) {
      throw found.error;
    }
    return http.url((small && found.thumb) || text(found.url));
  };
};

module.exports = { createMediaUrls };
