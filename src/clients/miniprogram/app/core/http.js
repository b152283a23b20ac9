// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { ChatError, count, text } = require('./protocol.js');
/** @import { Fetch, HttpReply } from './types.js' */

/**
 * The body of a reply, or the refusal that it is.
 *
 * @param {Promise<HttpReply>} asked
 * @param {string} [code] of a refusal that doesn't say why
 */
async function bodyOf(asked, code = 'internal') {
  let reply;
  let body;
  try {
    reply = await asked;
    body = await reply.json().catch(() => null);
  } catch (error) {
    throw error instanceof ChatError ? error : new ChatError('network');
  }
  if (reply.status >= 200 && reply.status <= 299) {
    return body;
  }
  const temporary = reply.status >= 500 || reply.status === 429 || reply.status === 408;
  throw new ChatError(text(body?.code) || (temporary ? 'unavailable' : code), text(body?.title) || text(body?.detail), {
    temporary,
    retryAfterMs: count(body?.retryAfterMs),
  });
}

/**
 * HTTP as the user who is signed in.
 *
 * @param {object} options
 * @param {string} options.baseUrl
 * @param {Fetch} options.fetch
 * @param {{ fresh(): Promise<string>, expire(): void }} options.tokens
 */
function createHttp({ baseUrl, fetch, tokens }) {
  /**
   * @template T
   * @param {(headers: Record<string, string>) => Promise<T>} run
   * @returns {Promise<T>} of the second run, with a new token, if the first one's was refused
   */
  async function authorized(run) {
    const attempt = async () => run({ authorization: `Bearer ${await tokens.fresh()}` });
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ChatError) || (error.code !== 'unauthorized' && error.code !== 'token_expired')) {
        throw error;
      }
      tokens.expire();
      return attempt();
    }
  }

  return {
    authorized,
    /** @param {string} path */
    url: (path) => baseUrl + path,
    /**
     * @param {string} path
     * @param {object} body
     */
    post: (path, body) => authorized((headers) => bodyOf(fetch(baseUrl + path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }))),
  };
}

/** @typedef {ReturnType<typeof createHttp>} Http */

module.exports = { bodyOf, createHttp };
