// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { chatError, readError, refusesToken } = require('./protocol.js');
/** @import { Fetch, HttpReply } from './types.js' */

/**
 * The body of a reply, or the refusal that it is.
 *
 * @param {Promise<HttpReply>} asked
 * @param {string} [code] of a refusal that doesn't say why
 */
const bodyOf = async (asked, code = 'internal') => {
  let reply;
  let body;
  try {
    reply = await asked;
    body = await reply.json().catch(() => null);
  } catch (error) {
    throw chatError(error, 'network');
  }
  const { status } = reply;
  if (status >= 200 && status <= 299) {
    return body;
  }
  const temporary = status >= 500 || status === 429 || status === 408;
  throw readError(body, temporary ? 'unavailable' : code, temporary);
};

/**
 * @param {Fetch} fetch
 * @param {string} url
 * @param {object} body
 * @param {Record<string, string>} [headers]
 */
const postJson = (fetch, url, body, headers) => fetch(url, {
  method: 'POST',
  headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/**
 * HTTP as the user who is signed in.
 *
 * @param {object} options
 * @param {string} options.baseUrl
 * @param {Fetch} options.fetch
 * @param {{ fresh(): Promise<string>, expire(): void }} options.tokens
 */
const createHttp = ({ baseUrl, fetch, tokens }) => {
  /**
   * @template T
   * @param {(headers: Record<string, string>) => Promise<T>} run
   * @returns {Promise<T>} of the second run, with a new token, if the first one's was refused
   */
  const authorized = async (run) => {
    const attempt = async () => run({ authorization: `Bearer ${await tokens.fresh()}` });
    try {
      return await attempt();
    } catch (error) {
      if (!refusesToken(/** @type {any} */ (error))) {
        throw error;
      }
      tokens.expire();
      return attempt();
    }
  };

  return {
    authorized,
    /** @param {string} path */
    url: (path) => baseUrl + path,
    /**
     * @param {string} path
     * @param {object} body
     */
    post: (path, body) => authorized((headers) => bodyOf(postJson(fetch, baseUrl + path, body, headers))),
  };
};

/** @typedef {ReturnType<typeof createHttp>} Http */

module.exports = { bodyOf, postJson, createHttp };
