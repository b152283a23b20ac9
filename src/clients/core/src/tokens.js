import { bodyOf, postJson } from './http.js';
import { ChatError, chatError, count, readUser, text } from './protocol.js';
/** @import { Clock, Fetch, Tokens } from './types.js' */
/** @import { Store } from './environment.js' */

const KEY = 'session';
/** A token this close to its end would expire on the way. */
const MARGIN_MS = 5_000;

/**
 * Who is signed in, kept in storage. Renewal is single-flight, and reads the storage first: another tab of the same user
 * may have renewed already, which made the old refresh token void.
 *
 * @param {object} options
 * @param {string} options.baseUrl
 * @param {Fetch} options.fetch
 * @param {Clock} options.clock
 * @param {Store} options.store
 */
export const createTokens = ({ baseUrl, fetch, clock, store }) => {
  /** @type {Tokens | null} */
  let held = store.read(KEY);
  /** @type {Promise<string> | null} */
  let renewing = null;
  let stale = false;

  /** @param {any} body */
  const adopt = (body) => {
    const user = readUser(body?.user);
    if (!text(body?.token) || !user) {
      throw new ChatError('internal');
    }
    held = {
      token: body.token,
      expiresAt: count(body.expiresAt),
      refreshToken: text(body.refreshToken),
      user,
    };
    stale = false;
    store.write(KEY, held);
    return held;
  };

  /**
   * @param {string} path
   * @param {object} body
   */
  const post = (path, body) => bodyOf(postJson(fetch, `${baseUrl}/api/v1/auth/${path}`, body), 'unauthorized');

  const exchange = async () => {
    const other = store.read(KEY);
    if (held && other?.user?.id === held.user.id && other.token !== held.token) {
      held = /** @type {Tokens} */ (other);
      stale = false;
      if (usable()) {
        return held.token;
      }
    }
    const { refreshToken } = held ?? {};
    try {
      const answer = refreshToken && await post('refresh', { refreshToken });
      // Whoever signed out meanwhile stays so.
      if (answer && held?.refreshToken === refreshToken) {
        return adopt(answer).token;
      }
    } catch (error) {
      if (chatError(error).temporary) {
        throw error;
      }
    }
    throw new ChatError('signed_out');
  };

  const usable = () => !stale && (!held?.expiresAt || held.expiresAt - clock.now() > MARGIN_MS);

  /** @returns {Promise<string>} */
  const renew = () => (renewing ??= exchange().finally(() => {
    renewing = null;
  }));

  return {
    get current() {
      return held;
    },
    /**
     * Signs in: `guest` {name}, `login` {username, password}, `wechat` {code}.
     *
     * @param {string} way
     * @param {object} body
     */
    signIn: async (way, body) => adopt(await post(way, body)),
    adopt,
    renew,
    /** @returns {Promise<string>} a token that is good for now */
    fresh: async () => (held && usable() ? held.token : renew()),
    /** The server refused the token, whatever its date says. */
    expire() {
      stale = true;
    },
    forget() {
      held = null;
      store.write(KEY, null);
    },
  };
};

/** @typedef {ReturnType<typeof createTokens>} SessionTokens */
