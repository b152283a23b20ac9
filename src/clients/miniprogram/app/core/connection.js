// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { createBackoff } = require('./backoff.js');
const { createEmitter } = require('./emitter.js');
const { createHeartbeat } = require('./heartbeat.js');
const { afterClose, ChatError, count, decode, isAnswer, SUBPROTOCOL } = require('./protocol.js');
const { createRequests } = require('./requests.js');
/** @import { Clock, Frame, Socket, State, Status, Transport } from './types.js' */

/** How long the socket may take to open and, again, `connect` to be answered. */
const OPEN_TIMEOUT_MS = 10_000;
const DEFAULT_HEARTBEAT_MS = 25_000;
/** Two refusals of a token within this time mean that a new token does not help. */
const UNAUTHORIZED_WINDOW_MS = 60_000;
/** A server that said bye closes at once; where its close is lost, the word counts. */
const BYE_TIMEOUT_MS = 2_000;
/** After this many failed attempts in a row the server counts as out of reach; attempts go on. */
const OFFLINE_AFTER = 4;

/**
 * Keeps one session alive: dials, says `connect`, listens for silence, comes back after a loss, and stays away when the
 * server said so. Emits `status`, `online` (the answer to `connect`, before anything else of that session), `push` and
 * `drop`.
 *
 * @param {object} options
 * @param {string} options.url
 * @param {Transport} options.transport
 * @param {Clock} options.clock
 * @param {{ fresh(): Promise<string>, expire(): void }} options.tokens
 * @param {() => object} options.hello the fields of `connect` apart from the token
 */
function createConnection({ url, transport, clock, tokens, hello }) {
  const events = createEmitter();
  const backoff = createBackoff(clock.random);
  const heartbeat = createHeartbeat(clock, () => write({ type: 'ping', t: clock.now() }), () => lost(1006));
  const requests = createRequests(clock, (frame) => {
    if (status.state !== 'online') {
      throw new ChatError('offline');
    }
    write(frame);
  }, () => heartbeat.probe());

  /** @type {Status} */
  let status = { state: 'idle', reason: null };
  /** @type {Socket | null} */
  let socket = null;
  /** Callbacks of an earlier dial carry an older number and are ignored. */
  let dialNumber = 0;
  let opened = false;
  let networkUp = true;
  let maxFrameBytes = 65_536;
  /** @type {Frame | null} */
  let bye = null;
  /** @type {any} */
  let deadline = null;
  /** @type {any} */
  let retryTimer = null;
  /** Before this time nothing dials: the server asked for it. */
  let notBefore = 0;
  /** @type {number | null} */
  let refusedAt = null;

  /**
   * @param {State} state
   * @param {string | null} [reason]
   */
  function enter(state, reason = null) {
    if (state !== status.state || reason !== status.reason) {
      status = { state, reason };
      events.emit('status', status);
    }
  }

  /** @param {Frame} frame */
  function write(frame) {
    const data = JSON.stringify(frame);
    // A longer frame would cost the session (4413). Three bytes a UTF-16 unit is the worst case, so count only then.
    if (data.length * 3 > maxFrameBytes && utf8Length(data) > maxFrameBytes) {
      throw new ChatError('too_large');
    }
    heartbeat.spoke();
    try {
      socket?.send(data);
    } catch {
      // A socket that is closing may throw; its close event follows and is what counts.
    }
  }

  function letGo() {
    const old = socket;
    dialNumber++;
    socket = null;
    opened = false;
    clock.clearTimeout(deadline);
    clock.clearTimeout(retryTimer);
    retryTimer = deadline = null;
    heartbeat.stop();
    try {
      old?.close();
    } catch {
      // Closing what is closed.
    }
  }

  async function dial() {
    letGo();
    bye = null;
    const mine = dialNumber;
    if (status.state === 'idle' || status.state === 'stopped') {
      enter('connecting');
    }
    let token;
    try {
      token = await tokens.fresh();
    } catch (error) {
      if (mine === dialNumber) {
        refused(error instanceof ChatError ? error : new ChatError('network'));
      }
      return;
    }
    if (mine !== dialNumber) {
      return;
    }
    deadline = clock.setTimeout(() => lost(1006), OPEN_TIMEOUT_MS);
    /** @param {(value?: any) => void} run */
    const current = (run) => (/** @type {any} */ value = undefined) => void (mine === dialNumber && run(value));
    try {
      socket = transport(url, [SUBPROTOCOL], {
        onOpen: current(() => greet(token)),
        onText: current(receive),
        onClose: current(lost),
      });
    } catch {
      lost(1006);
    }
  }

  /** @param {string} token */
  function greet(token) {
    opened = true;
    clock.clearTimeout(deadline);
    deadline = clock.setTimeout(() => lost(1006), OPEN_TIMEOUT_MS);
    write({ type: 'connect', id: 'connect', token, ...hello() });
  }

  /** @param {string} data */
  function receive(data) {
    const mine = dialNumber;
    heartbeat.heard();
    for (const frame of decode(data)) {
      if (mine !== dialNumber) {
        return;
      }
      if (frame.type === 'ping') {
        write({ ...frame, type: 'pong' });
      } else if (frame.type === 'bye') {
        bye = frame;
        clock.clearTimeout(deadline);
        deadline = clock.setTimeout(() => lost(count(frame.code) || 1006), BYE_TIMEOUT_MS);
      } else if (status.state !== 'online') {
        if (frame.id === 'connect') {
          frame.type === 'error' ? refused(ChatError.from(frame)) : welcome(frame);
        }
      } else if (isAnswer(frame)) {
        heartbeat.answered();
        requests.settle(frame);
      } else if (frame.type === 'pong') {
        heartbeat.answered();
      } else {
        events.emit('push', frame);
      }
    }
  }

  /** @param {Frame} answer */
  function welcome(answer) {
    clock.clearTimeout(deadline);
    backoff.reset();
    maxFrameBytes = count(answer.limits?.maxFrameBytes) || maxFrameBytes;
    heartbeat.start(count(answer.heartbeatMs) || DEFAULT_HEARTBEAT_MS);
    status = { state: 'online', reason: null };
    events.emit('online', answer);
    events.emit('status', status);
  }

  /** @param {number} code */
  function lost(code) {
    const next = afterClose(code, bye, opened);
    fail();
    if (!('stop' in next)) {
      retry(next.waitMs);
    } else if (next.stop === 'unauthorized') {
      unauthorized();
    } else {
      stop(next.stop);
    }
  }

  /** @param {ChatError} error a refusal of `connect`, or of a new token before it */
  function refused(error) {
    fail();
    if (error.code === 'unauthorized' || error.code === 'token_expired') {
      unauthorized();
    } else if (error.temporary) {
      retry(error.retryAfterMs);
    } else {
      stop(error.code === 'signed_out' ? 'unauthorized' : error.code);
    }
  }

  function unauthorized() {
    const now = clock.now();
    if (refusedAt !== null && now - refusedAt < UNAUTHORIZED_WINDOW_MS) {
      stop('unauthorized');
      return;
    }
    refusedAt = now;
    tokens.expire();
    retry(0);
  }

  function fail() {
    letGo();
    requests.failAll('disconnected');
    events.emit('drop');
  }

  /** @param {number} waitMs what the server asked for; 0 leaves it to the back-off */
  function retry(waitMs) {
    const drawn = backoff.next();
    notBefore = waitMs > 0 ? clock.now() + waitMs : 0;
    enter(networkUp && backoff.attempt < OFFLINE_AFTER && status.state !== 'offline' ? 'reconnecting' : 'offline');
    retryTimer = clock.setTimeout(dial, waitMs || drawn);
  }

  const mayDial = () => clock.now() >= notBefore;

  /** @param {string} reason */
  function stop(reason) {
    letGo();
    requests.failAll('disconnected');
    enter('stopped', reason);
  }

  return {
    on: events.on,
    get status() {
      return status;
    },
    request: requests.start,
    /** Begins, or begins again after a stop. */
    start() {
      if (status.state === 'idle' || status.state === 'stopped') {
        backoff.reset();
        refusedAt = null;
        notBefore = 0;
        void dial();
      }
    },
    stop,
    /** The app came to the foreground or the network changed: try now, or make sure that the socket lives. */
    wake() {
      if (status.state === 'online') {
        heartbeat.probe();
      } else if (retryTimer !== null && mayDial()) {
        void dial();
      }
    },
    /** @param {boolean} up whether there is a network, perhaps another one than before */
    network(up) {
      networkUp = up;
      const { state } = status;
      if (state === 'online') {
        heartbeat.probe();
      } else if (state === 'idle' || state === 'stopped') {
        return;
      } else if (!up) {
        enter('offline');
      } else {
        state === 'offline' && enter('reconnecting');
        // A dial that is on its way went out by the network that was there before.
        mayDial() && void dial();
      }
    },
    /**
     * Sends what has no answer.
     *
     * @param {string} type
     * @param {object} [fields]
     */
    tell(type, fields) {
      if (status.state === 'online') {
        write({ type, ...fields });
      }
    },
  };
}

/** @typedef {ReturnType<typeof createConnection>} Connection */

/** @param {string} data */
function utf8Length(data) {
  let bytes = 0;
  for (const char of data) {
    const point = /** @type {number} */ (char.codePointAt(0));
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

module.exports = { createConnection };
