// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { createConnection } = require('./connection.js');
const { createEmitter } = require('./emitter.js');
const { createId, createStore, defaultClock, defaultFetch, defaultUpload, memoryStorage } = require('./environment.js');
const { createHttp } = require('./http.js');
const { createMediaUrls } = require('./media-urls.js');
const { createOperations } = require('./operations.js');
const { createPatience } = require('./patience.js');
const { count } = require('./protocol.js');
const { createRenewal } = require('./renewal.js');
const { createTokens } = require('./tokens.js');
const { createUploads } = require('./uploads.js');
const { createUserState } = require('./user-state.js');
/** @import { Clock, Content, Fetch, Frame, LocalFile, Storage, Tokens, Transport, Upload, User } from './types.js' */
/** @import { UploadFile, UploadOptions } from './uploads.js' */

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
 * @param {Upload} [options.upload]
 * @param {Clock} [options.clock]
 * @param {boolean} [options.batch] whether several objects may come in one frame
 */
function createChatClient(options) {
  const { baseUrl = '', socketUrl, transport, deviceId, platform = 'web', batch = true } = options;
  const clock = options.clock ?? defaultClock();
  const fetch = options.fetch ?? defaultFetch();
  const store = createStore(options.storage ?? memoryStorage());
  const events = createEmitter();
  const tokens = createTokens({ baseUrl, fetch, clock, store });
  const http = createHttp({ baseUrl, fetch, tokens });
  const upload = createUploads({ http, upload: options.upload ?? defaultUpload() });
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
    hello: () => ({ deviceId, platform, background, cursors: user.rooms.cursors(), batch }),
  });
  const ask = createPatience(connection, clock);
  const newUserState = () => createUserState({
    me: tokens.current?.user.id ?? '', clock, store, connection, ask, upload, events,
  });
  const newMediaUrls = () => createMediaUrls({ http, clock, now });
  let user = newUserState();
  let mediaUrls = newMediaUrls();
  user.people.put(tokens.current?.user);

  const operations = createOperations({
    request: ask,
    putRoom: (room) => user.putRoom(room),
    people: () => user.people,
    newId: (prefix) => createId(prefix, clock),
  });

  const renewal = createRenewal(clock, async () => {
    const token = await tokens.renew();
    await connection.request('token', { token });
    return lifeOf(tokens.current?.expiresAt ?? 0);
  });

  /** @param {number} expiresAt */
  const lifeOf = (expiresAt) => expiresAt - now();

  connection.on('online', (/** @type {Frame} */ answer) => {
    skewMs = count(answer.serverTime) ? answer.serverTime - clock.now() : 0;
    limits = { ...DEFAULT_LIMITS, ...answer.limits };
    user.onOnline(answer);
    const expiresAt = count(answer.tokenExpiresAt) || (tokens.current?.expiresAt ?? 0);
    if (expiresAt) {
      renewal.schedule(lifeOf(expiresAt));
    }
  });
  connection.on('push', (push) => {
    user.onPush(push);
    events.emit('push', push);
  });
  connection.on('drop', () => {
    renewal.cancel();
    user.onDrop();
  });
  connection.on('status', (status) => {
    if (status.state === 'stopped') {
      renewal.cancel();
    }
    events.emit('status', status);
  });

  function newUser() {
    user.dispose();
    user = newUserState();
    mediaUrls = newMediaUrls();
    user.people.put(tokens.current?.user);
    events.emit('session');
  }

  return {
    on: events.on,
    ...operations,
    request: connection.request,
    get status() {
      return connection.status;
    },
    /** @returns {User | null} */
    get me() {
      return tokens.current ? (user.people.get(user.me) ?? tokens.current.user) : null;
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
      if (connection.status.state === 'online') {
        // Told again at the next connect, so a refusal costs nothing.
        void connection.request('background', { on }).catch(() => null);
      }
    },

    /**
     * The lines of a room, loading what is missing.
     *
     * @param {string} id
     */
    openRoom: (id) => user.rooms.open(id, user.conversations.get(id)?.lastSeq ?? 0),
    /**
     * Keeps the newest lines of a room only: when it leaves the screen, or has run very long. Older ones page in again.
     *
     * @param {string} id
     */
    trimRoom: (id) => user.rooms.trim(id),
    /** @param {string} id */
    loadOlder: (id) => user.rooms.loadOlder(id),
    /**
     * Pages upward until this seq is here; false if it can't be had, or would take more than 10,000 lines.
     *
     * @param {string} id
     * @param {number} seq
     */
    loadUpTo: (id, seq) => user.rooms.loadUpTo(id, seq),
    /** @param {string} id */
    view: (id) => user.rooms.view(id, user.outbox),
    /**
     * @param {string} id
     * @param {number} seq
     */
    row: (id, seq) => user.rooms.row(id, seq),
    /**
     * A line that need not be loaded, such as what a message answers to; null if there is none.
     *
     * @param {string} id
     * @param {number} seq
     */
    fetchRow: (id, seq) => user.rooms.fetchRow(id, seq),

    /**
     * Sends, now or when there is a connection again; the line appears at once.
     *
     * @param {string} id
     * @param {Content} content
     * @param {{ mentions?: string[], replyTo?: number }} [more]
     */
    send: (id, content, more) => user.outbox.add(id, content, more),
    /**
     * Uploads a file, then sends it; the line appears at once and shows how far the upload is.
     *
     * @param {string} id
     * @param {LocalFile} file
     * @param {{ mentions?: string[], replyTo?: number }} [more]
     */
    sendFile: (id, file, more) => user.files.add(id, file, more),
    /** @param {string} clientMsgId */
    resend: (clientMsgId) => user.files.retry(clientMsgId) || user.outbox.retry(clientMsgId),
    /** @param {string} clientMsgId */
    discard(clientMsgId) {
      user.files.abort(clientMsgId);
      user.outbox.remove(clientMsgId);
    },
    /**
     * Sets a reaction or takes it back: shown at once, and as before if the server refuses.
     *
     * @param {string} id
     * @param {number} target
     * @param {string} emoji
     * @param {boolean} on
     */
    react: (id, target, emoji, on) => user.rooms.react(id, target, emoji, on),

    /**
     * Puts a file onto the server, such as an avatar.
     *
     * @param {UploadFile} file
     * @param {UploadOptions} [how]
     */
    upload: (file, how) => upload(file, how),
    /**
     * The address to load what a message or an avatar shows.
     *
     * @param {string} url
     */
    mediaUrl: (url) => mediaUrls.of(url),

    /**
     * This user has seen everything up to here.
     *
     * @param {string} id
     * @param {number} seq
     */
    markRead(id, seq) {
      const room = user.conversations.get(id);
      if (room && seq > room.readSeq) {
        user.marks.mark(id, seq);
        user.conversations.read({ type: 'read', room: id, user: user.me, seq });
      }
    },
    /**
     * To be called on each key.
     *
     * @param {string} id
     */
    setTyping: (id) => user.typing.set(id),
    /**
     * Who is writing there.
     *
     * @param {string} id
     */
    typing: (id) => user.typing.of(id),
    /**
     * Follows whether these people are there, until the function that it gives is called.
     *
     * @param {string[]} users
     */
    watchPresence: (users) => user.presence.watch(users),
    /** @param {string} id of a user who is watched */
    presence: (id) => user.presence.of(id),
  };
}

/** @typedef {ReturnType<typeof createChatClient>} ChatClient */

module.exports = { createChatClient };
