// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { fromEntries } = require('./builtins.js');
const { createConnection } = require('./connection.js');
const { createEmitter } = require('./emitter.js');
const { createStore, defaultClock, defaultFetch, memoryStorage } = require('./environment.js');
const { createHttp } = require('./http.js');
const { createPatience } = require('./patience.js');
const { count } = require('./protocol.js');
const { createRenewal } = require('./renewal.js');
const { createTokens } = require('./tokens.js');
const { createUploads } = require('./uploads.js');
const { createUserState } = require('./user-state.js');
/** @import { Clock, Fetch, Frame, Storage, Tokens, Transport, Upload, User } from './types.js' */
/** @import { UserState } from './user-state.js' */

const DEFAULT_LIMITS = { maxTextChars: 5_000, recallWindowMs: 120_000 };

/**
 * One user on one device: the whole of what a view needs. Emits `status`, `session` (signed in or out),
 * `conversations`, `room` (an id whose lines changed), `removed` (an id that this user is no longer in), `refused` (an id
 * that this user asked to come into), `people`, `typing` (a room's id), `presence` (a user's id) and `push` (every frame
 * that has no answer, for bots).
 *
 * @param {object} options
 * @param {string} [options.baseUrl] where HTTP goes, without a slash at the end; empty for the page's own origin
 * @param {string} options.socketUrl the `/ws` address
 * @param {Transport} options.transport
 * @param {string} options.deviceId stable per installation
 * @param {string} [options.platform]
 * @param {Storage} [options.storage]
 * @param {Fetch} [options.fetch]
 * @param {Upload} [options.upload] by default that of the transport: a browser's comes with one
 * @param {Clock} [options.clock]
 * @param {boolean} [options.batch] whether several objects may come in one frame
 */
const createChatClient = (options) => {
  const {
    baseUrl = '', socketUrl, transport, deviceId, platform = 'web', batch = true,
    clock = defaultClock(), fetch = defaultFetch, storage = memoryStorage(),
    upload: put = transport.upload,
  } = options;
  const store = createStore(storage);
  const events = createEmitter();
  const tokens = createTokens({ baseUrl, fetch, clock, store });
  const http = createHttp({ baseUrl, fetch, tokens });
  const upload = createUploads({ http, upload: put });
  let limits = DEFAULT_LIMITS;
  let background = false;
  /** Server time minus local time. */
  let skewMs = 0;
  const now = () => clock.now() + skewMs;

  const connection = createConnection({
    url: socketUrl,
    transport,
    clock,
    tokens,
    hello: () => ({ deviceId, platform, background, cursors: user.cursors(), batch }),
  });
  const ask = createPatience(connection, clock);
  const newUserState = () => createUserState({
    self: tokens.current?.user, clock, now, store, http, connection, ask, upload, events,
  });
  let user = newUserState();

  /** @type {UserState['calls']} of whoever is signed in when they are called */
  const calls = /** @type {any} */ (fromEntries(Object.keys(user.calls).map((name) =>
    [name, (/** @type {any[]} */ ...given) => (/** @type {any} */ (user.calls)[name](...given))])));

  const renewal = createRenewal(clock, async () => {
    await connection.request('token', { token: await tokens.renew() });
    return endOfToken() - now();
  });
  const endOfToken = () => tokens.current?.expiresAt ?? 0;

  connection.on('online', (/** @type {Frame} */ answer) => {
    skewMs = count(answer.serverTime) ? answer.serverTime - clock.now() : 0;
    limits = { ...DEFAULT_LIMITS, ...answer.limits };
    user.onOnline(answer);
    const end = count(answer.tokenExpiresAt) || endOfToken();
    end && renewal.schedule(end - now());
  });
  connection.on('push', (push) => {
    user.onPush(push);
    events.emit('push', push);
  });
  connection.on('drop', () => user.onDrop());
  connection.on('status', (status) => {
    status.state === 'online' || renewal.cancel();
    events.emit('status', status);
  });

  const newUser = () => {
    user.dispose();
    user = newUserState();
    events.emit('session');
  };

  return {
    on: events.on,
    ...calls,
    /** Puts a file onto the server, such as an avatar. */
    upload,
    request: connection.request,
    get status() {
      return connection.status;
    },
    /** @returns {User | null} */
    get me() {
      return tokens.current && (user.people.get(user.me) ?? tokens.current.user);
    },
    get limits() {
      return limits;
    },
    get conversations() {
      return user.conversations;
    },
    get people() {
      return user.people;
    },
    /** The server's clock, as far as known. */
    now,

    /**
     * @param {string} way guest, login or wechat
     * @param {object} body
     */
    async signIn(way, body) {
      await tokens.signIn(way, body);
      newUser();
      connection.start();
    },
    /** @param {Tokens} session got elsewhere */
    adopt(session) {
      tokens.adopt(session);
      newUser();
    },
    signOut() {
      connection.stop('signedOut');
      tokens.forget();
      newUser();
    },
    start: connection.start,
    stop: () => connection.stop('closed'),
    wake: connection.wake,
    network: connection.network,
    /** @param {boolean} on the app was hidden, or shown again */
    setBackground(on) {
      background = on;
      // What is hidden may be gone the next moment.
      on && user.onHide();
      // Told again at the next connect, so a refusal costs nothing.
      void connection.request('background', { on }).catch(() => null);
    },
  };
};

/** @typedef {ReturnType<typeof createChatClient>} ChatClient */

module.exports = { createChatClient };
