import { createChatClient, memoryStorage } from '../../../src/clients/core/src/index.js';

/** Lets every promise that can settle do so, without time passing. */
export const settle = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** Chance is fixed for the back-off's sake, but no two draws are the same, or all ids would be. */
let draws = 0;

/** Time that moves only when told. Timers run in order, and what they start settles before the next one. */
export function fakeClock(start = 1_790_000_000_000) {
  let now = start;
  let lastId = 0;
  const timers = new Map();
  const clock = {
    /** What `random` gives; tests of the back-off change it. */
    chance: 0.5,
    now: () => now,
    random: () => clock.chance - ++draws * 1e-7,
    setTimeout(run, ms) {
      timers.set(++lastId, { at: now + ms, run, id: lastId });
      return lastId;
    },
    clearTimeout: (id) => void timers.delete(id),
    get pending() {
      return timers.size;
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = [...timers.values()].sort((a, b) => a.at - b.at || a.id - b.id)[0];
        if (!next || next.at > end) {
          break;
        }
        now = Math.max(now, next.at);
        timers.delete(next.id);
        next.run();
        await settle();
      }
      now = end;
    },
    /** The machine slept: time is gone and nothing ran. */
    jump(ms) {
      now += ms;
    },
  };
  return clock;
}

/** Sockets that a script opens, speaks through and closes. */
export function fakeTransport() {
  const sockets = [];
  const transport = (url, protocols, events) => {
    const socket = {
      url,
      protocols,
      sent: [],
      closed: false,
      open: () => events.onOpen(),
      raw: (text) => events.onText(text),
      say: (...frames) => events.onText(frames.map((frame) => JSON.stringify(frame)).join('\n')),
      close: (code = 1006, reason = '') => events.onClose(code, reason),
      of: (type) => socket.sent.filter((frame) => frame.type === type),
      last: (type) => socket.of(type).at(-1),
    };
    sockets.push(socket);
    return {
      send: (text) => void socket.sent.push(JSON.parse(text)),
      close: () => {
        socket.closed = true;
      },
    };
  };
  return { transport, sockets };
}

/** Answers HTTP from a queue of replies: [status, body] or an Error. */
export function fakeFetch() {
  const calls = [];
  const replies = [];
  const fetch = async (url, init) => {
    calls.push({ url, body: JSON.parse(init.body), ...(init.headers.authorization && { token: init.headers.authorization }) });
    const reply = replies.shift() ?? [500, {}];
    if (reply instanceof Error) {
      throw reply;
    }
    return { status: reply[0], json: async () => reply[1] };
  };
  return { fetch, calls, replies };
}

/** Uploads that a script moves on and answers. */
export function fakeUpload() {
  const tasks = [];
  const upload = (request) => {
    const task = { ...request, aborted: false };
    const reply = new Promise((resolve, reject) => {
      task.answer = (status, body) => {
        resolve({ status, json: async () => body });
        return settle();
      };
      task.fail = () => {
        reject(new Error('cut off'));
        return settle();
      };
    });
    tasks.push(task);
    return {
      reply,
      abort() {
        task.aborted = true;
        task.fail();
      },
    };
  };
  return { upload, tasks };
}

export const me = { id: 'u-1', name: 'Ann', avatar: null };

export const session = (clock, number = 1, lifeMs = 3_600_000) => ({
  token: `token-${number}`,
  expiresAt: clock.now() + lifeMs,
  refreshToken: `refresh-${number}`,
  user: me,
});

export const room = (fields = {}) => ({
  id: 'r-1', kind: 'group', name: 'Team', lastSeq: 0, readSeq: 0, unread: 0, role: 'member', muted: false, pinned: false,
  last: null, updatedAt: 1, ...fields,
});

export const message = (seq, fields = {}) => ({
  type: 'event', room: 'r-1', seq, kind: 'message', id: `m-${seq}`, from: 'u-2', time: 1_790_000_000_000 + seq,
  clientMsgId: `x-${seq}`, content: { kind: 'text', text: `text ${seq}` }, ...fields,
});

export const messages = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index));

/** A client that is signed in, on a machine that the test owns. */
export function harness({ storage = memoryStorage(), lifeMs, deviceId = 'd-1', signedIn = true, user = me, baseUrl } = {}) {
  const clock = fakeClock();
  const { transport, sockets } = fakeTransport();
  const http = fakeFetch();
  const { upload, tasks } = fakeUpload();
  if (signedIn) {
    storage.set('session', JSON.stringify({ ...session(clock, 1, lifeMs), user }));
  }
  const client = createChatClient({
    baseUrl, socketUrl: 'wss://chat.test/ws', transport, storage, clock, fetch: http.fetch, upload, deviceId, platform: 'web',
  });
  const states = [];
  client.on('status', ({ state, reason }) => states.push(reason ? `${state}:${reason}` : state));
  const api = {
    client, clock, sockets, http, storage, states, uploads: tasks,
    get socket() {
      return sockets.at(-1);
    },
    /** Answers `connect` on the newest socket. */
    async welcome(fields = {}) {
      await settle();
      api.socket.open();
      api.socket.say(api.welcomeFrame(fields));
      await settle();
      return api.socket;
    },
    welcomeFrame: (fields = {}) => ({
      type: 'ok', id: api.socket.last('connect').id, session: 's-1', user, serverTime: clock.now(),
      heartbeatMs: 25_000, tokenExpiresAt: clock.now() + 3_600_000,
      limits: { maxFrameBytes: 65_536, maxTextChars: 5_000, recallWindowMs: 120_000 }, rooms: [], more: false, ...fields,
    }),
    async online(fields) {
      client.start();
      return api.welcome(fields);
    },
    /** Answers the newest request of a type. */
    async answer(type, fields) {
      const { id } = api.socket.last(type);
      api.socket.say({ type: 'ok', id, ...fields });
      await settle();
    },
    async ack(fields) {
      const { id, room: where } = api.socket.last('send');
      api.socket.say({ type: 'ack', id, room: where, messageId: 'm', time: clock.now(), duplicate: false, ...fields });
      await settle();
    },
    async refuse(type, code, fields = {}) {
      api.socket.say({ type: 'error', id: api.socket.last(type).id, code, message: code, temporary: false, ...fields });
      await settle();
    },
    /** Opens a room and gives it its newest page. */
    async openRoom(events, more = false, id = 'r-1') {
      client.openRoom(id);
      await settle();
      await api.answer('history', { events, more });
    },
    seqs: (id = 'r-1') => client.view(id).rows.map((row) => row.seq),
  };
  return api;
}
