import { createConnection } from './connection.js';
import { createConversations } from './conversations.js';
import { createEmitter } from './emitter.js';
import { createStore, defaultClock, defaultFetch, memoryStorage } from './environment.js';
import { createOperations } from './operations.js';
import { createOutbox } from './outbox.js';
import { createPeople } from './people.js';
import { count, list, readEvent, text } from './protocol.js';
import { createReadMarks } from './read-marks.js';
import { createRenewal } from './renewal.js';
import { createRooms } from './rooms.js';
import { createTokens } from './tokens.js';
/** @import { Clock, Content, Fetch, Frame, Storage, Tokens, Transport, User } from './types.js' */

/** How long a request of the user waits for a connection that is being made. */
const PATIENCE_MS = 5_000;
const DEFAULT_LIMITS = { maxTextChars: 5_000, recallWindowMs: 120_000 };

/**
 * One user on one device: the whole of what a view needs. Emits `status`, `session` (signed in or out),
 * `conversations`, `room` (an id whose lines changed), `removed` (an id that this user is no longer in), `people` and
 * `push` (every frame that has no answer, for bots).
 *
 * @param {object} options
 * @param {string} [options.baseUrl] where HTTP goes, without a slash at the end; empty for the page's own origin
 * @param {string} options.socketUrl the `/ws` address
 * @param {Transport} options.transport
 * @param {string} options.deviceId stable per installation
 * @param {string} [options.platform]
 * @param {Storage} [options.storage]
 * @param {Fetch} [options.fetch]
 * @param {Clock} [options.clock]
 * @param {boolean} [options.batch] whether several objects may come in one frame
 */
export function createChatClient(options) {
  const { baseUrl = '', socketUrl, transport, deviceId, platform = 'web', batch = true } = options;
  const clock = options.clock ?? defaultClock();
  const store = createStore(options.storage ?? memoryStorage());
  const events = createEmitter();
  const tokens = createTokens({ baseUrl, fetch: options.fetch ?? defaultFetch(), clock, store });
  let limits = DEFAULT_LIMITS;
  let background = false;
  /** Server time minus local time. */
  let skewMs = 0;

  const connection = createConnection({
    url: socketUrl,
    transport,
    clock,
    tokens,
    hello: () => ({ deviceId, platform, background, cursors: user.rooms.cursors(), batch }),
  });
  const { request } = connection;
  const online = () => connection.status.state === 'online';

  /** Everything that belongs to one signed-in user. Another user gets another one. */
  function createUserState() {
    const me = tokens.current?.user.id ?? '';
    const people = createPeople({ request, changed: () => events.emit('people') });
    const marks = createReadMarks({ clock, request, online });
    const rooms = createRooms({ me, clock, request, changed: roomChanged });
    const conversations = createConversations({
      me,
      pendingRead: marks.of,
      countUnread: rooms.countUnread,
      refresh,
      changed: () => events.emit('conversations'),
    });
    const outbox = createOutbox({ me, clock, store, request, online, changed: roomChanged });
    people.put(tokens.current?.user);
    return { me, people, marks, rooms, conversations, outbox };
  }

  let user = createUserState();
  /**
   * What a user asks for while the connection is on its way waits a moment for it.
   *
   * @param {string} type
   * @param {object} fields
   */
  async function patiently(type, fields) {
    const coming = () => connection.status.state === 'connecting' || connection.status.state === 'reconnecting';
    if (coming()) {
      let settled = () => {};
      await new Promise((resolve) => {
        const timer = clock.setTimeout(() => resolve(null), PATIENCE_MS);
        const stop = connection.on('status', () => coming() || resolve(null));
        settled = () => {
          clock.clearTimeout(timer);
          stop();
        };
      });
      settled();
    }
    return request(type, fields);
  }

  const operations = createOperations({
    request: patiently,
    conversations: () => user.conversations,
    people: () => user.people,
  });
  const renewal = createRenewal(clock, async () => {
    const token = await tokens.renew();
    await request('token', { token });
    return lifeOf(tokens.current?.expiresAt ?? 0);
  });

  /** @param {number} expiresAt */
  const lifeOf = (expiresAt) => expiresAt - (clock.now() + skewMs);

  /** @type {Set<string>} */
  const refreshing = new Set();
  /** @param {string} id */
  function refresh(id) {
    if (!refreshing.has(id) && online()) {
      refreshing.add(id);
      // A refusal leaves the line as it is: the next session brings the truth.
      void operations.getRoom(id).catch(() => null).then(() => refreshing.delete(id));
    }
  }

  /** @param {string} id */
  function roomChanged(id) {
    if (user) {
      user.rooms.settle(id, user.outbox);
      events.emit('room', id);
    }
  }

  /** @param {Frame} answer */
  function onOnline(answer) {
    const { conversations, people, rooms, outbox, marks } = user;
    skewMs = count(answer.serverTime) ? answer.serverTime - clock.now() : 0;
    limits = { ...DEFAULT_LIMITS, ...answer.limits };
    people.put(answer.user);
    list(answer.rooms).forEach((room) => people.put(room?.peer));
    conversations.replace(list(answer.rooms), answer.more !== true, true);
    if (answer.more === true) {
      void listRest();
    }
    rooms.resume((id) => conversations.get(id)?.lastSeq ?? 0);
    people.resume();
    marks.flush();
    outbox.flush();
    const expiresAt = count(answer.tokenExpiresAt) || (tokens.current?.expiresAt ?? 0);
    if (expiresAt) {
      renewal.schedule(lifeOf(expiresAt));
    }
  }

  /** Pages through a list that is longer than the answer to `connect` holds. */
  async function listRest() {
    const { conversations } = user;
    const all = [];
    /** @type {string | null} */
    let cursor = null;
    try {
      do {
        const answer = await request('rooms.list', { cursor: cursor ?? undefined, limit: 200 });
        all.push(...list(answer.rooms));
        cursor = text(answer.cursor) || null;
      } while (cursor);
      conversations.replace(all, true, false);
    } catch {
      // Cut off: the next session lists again.
    }
  }

  /** @param {Frame} push */
  function onPush(push) {
    const { conversations, people, rooms } = user;
    const id = text(push.room);
    if (push.type === 'event') {
      const event = readEvent(push);
      if (event) {
        conversations.push(event);
        rooms.push(event);
      }
    } else if (push.type === 'gap' && id) {
      rooms.gap(id, count(push.lastSeq)) || refresh(id);
    } else if (push.type === 'read') {
      conversations.read(push);
      events.emit('room', id);
    } else if (push.type === 'room' && text(push.room?.id)) {
      if (push.removed === true) {
        conversations.remove(push.room.id);
        rooms.drop(push.room.id);
        events.emit('removed', push.room.id);
      } else {
        people.put(push.room.peer);
        conversations.put(push.room);
      }
    }
    events.emit('push', push);
  }

  connection.on('online', onOnline);
  connection.on('push', onPush);
  connection.on('drop', renewal.cancel);
  connection.on('status', (status) => {
    if (status.state === 'stopped') {
      renewal.cancel();
    }
    events.emit('status', status);
  });

  function newUser() {
    user.rooms.dispose();
    user = createUserState();
    events.emit('session');
  }

  return {
    on: events.on,
    ...operations,
    request,
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
    now: () => clock.now() + skewMs,

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
      if (online()) {
        // Told again at the next connect, so a refusal costs nothing.
        void request('background', { on }).catch(() => null);
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
    /** @param {string} id */
    view: (id) => user.rooms.view(id, user.outbox),

    /**
     * Sends, now or when there is a connection again; the line appears at once.
     *
     * @param {string} id
     * @param {Content} content
     * @param {{ mentions?: string[], replyTo?: number }} [more]
     */
    send: (id, content, more) => user.outbox.add(id, content, more),
    /** @param {string} clientMsgId */
    resend: (clientMsgId) => user.outbox.retry(clientMsgId),
    /** @param {string} clientMsgId */
    discard: (clientMsgId) => user.outbox.remove(clientMsgId),

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
  };
}

/** @typedef {ReturnType<typeof createChatClient>} ChatClient */
