// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { createBackoff } = require('./backoff.js');
const { createEmitter } = require('./emitter.js');
const { createHeartbeat } = require('./heartbeat.js');
const {
  afterClose, ChatError, chatError, count, decode, isAnswer, readError, refusesToken, SUBPROTOCOL,
} = require('./protocol.js');
const { createRequests } = require('./requests.js');
const { createTimer } = require('./timers.js');
/** @import { Clock, Frame, Socket, State, Status, Transport } from './types.js' */

/** The close code of a socket that just broke. */
const BROKEN = 1006;
const UNAUTHORIZED = 'unauthorized';
/** How long the socket may take to open and, again, `connect` to be answered. */
const OPEN_TIMEOUT_MS = 10_000;
const DEFAULT_HEARTBEAT_MS = 25_000;
/** Two refusals of a token within this time mean that a new token does not help. */
const UNAUTHORIZED_WINDOW_MS = 60_000;
/** A server that said bye closes at once; where its close is lost, the word counts. So it is with what follows a refusal. */
const LAST_WORD_MS = 2_000;
/** Of networks that send a frame in ten twice, none does that to `connect` so often in a row. */
const GARBLED_AT_MOST = 5;
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
const createConnection = ({ url, transport, clock, tokens, hello }) => {
  const events = createEmitter();
  const backoff = createBackoff(clock.random);
  const heartbeat = createHeartbeat(clock, () => write({ type: 'ping', t: clock.now() }), () => lost());
  const requests = createRequests(clock, (frame) => {
    if (!is('online')) {
      throw new ChatError('offline');
    }
    write(frame);
  }, heartbeat.probe);

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
  const deadline = createTimer(clock);
  const retryTimer = createTimer(clock);
  /** Before this time nothing dials: the server asked for it. */
  let notBefore = 0;
  let refusedAt = -Infinity;
  /** How often in a row `connect` could not be read: seldom it is the network's doing, always it is this client's. */
  let garbled = 0;

  /** @param {State[]} states */
  const is = (...states) => states.includes(status.state);
  const resting = () => is('idle', 'stopped');

  /**
   * @param {State} state
   * @param {string | null} [reason]
   */
  const enter = (state, reason = null) => {
    if (state !== status.state || reason !== status.reason) {
      status = { state, reason };
      events.emit('status', status);
    }
  };

  /** @param {Frame} frame */
  const write = (frame) => {
    const data = JSON.stringify(frame);
    // A longer frame would cost the session (4413). Three bytes a UTF-16 unit is the worst case, so count only then.
    if (data.length * 3 > maxFrameBytes && bytesOf(data) > maxFrameBytes) {
      throw new ChatError('too_large');
    }
    heartbeat.spoke();
    try {
      socket?.send(data);
    } catch {
      // A socket that is closing may throw; its close event follows and is what counts.
    }
  };

  const letGo = () => {
    const old = socket;
    dialNumber++;
    socket = null;
    opened = false;
    deadline.stop();
    retryTimer.stop();
    heartbeat.stop();
    try {
      old?.close();
    } catch {
      // Closing what is closed.
    }
  };

  const dial = async () => {
    letGo();
    bye = null;
    const mine = dialNumber;
    if (resting()) {
      enter('connecting');
    }
    let token;
    try {
      token = await tokens.fresh();
    } catch (error) {
      if (mine === dialNumber) {
        refused(chatError(error, 'network'));
      }
      return;
    }
    if (mine !== dialNumber) {
      return;
    }
    deadline.set(OPEN_TIMEOUT_MS, lost);
    /** @param {(...told: any[]) => void} run */
    const current = (run) => (/** @type {any[]} */ ...told) => mine === dialNumber && run(...told);
    try {
      socket = transport(url, [SUBPROTOCOL], {
        onOpen: current(() => greet(token)),
        onText: current(receive),
        onClose: current(lost),
      });
    } catch {
      lost();
    }
  };

  /** @param {string} token */
  const greet = (token) => {
    opened = true;
    deadline.set(OPEN_TIMEOUT_MS, lost);
    write({ type: 'connect', id: 'connect', token, ...hello() });
  };

  /** @param {string} data */
  const receive = (data) => {
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
        deadline.set(LAST_WORD_MS, () => lost(count(frame.code) || undefined));
      } else if (!is('online')) {
        if (frame.id === 'connect') {
          frame.type === 'error' ? refused(readError(frame, 'internal')) : welcome(frame);
        }
      } else if (isAnswer(frame)) {
        heartbeat.answered();
        requests.settle(frame);
      } else {
        events.emit('push', frame);
      }
    }
  };

  /** @param {Frame} answer */
  const welcome = (answer) => {
    deadline.stop();
    backoff.reset();
    garbled = 0;
    maxFrameBytes = count(answer.limits?.maxFrameBytes) || maxFrameBytes;
    heartbeat.start(count(answer.heartbeatMs) || DEFAULT_HEARTBEAT_MS);
    status = { state: 'online', reason: null };
    events.emit('online', answer);
    events.emit('status', status);
  };

  const lost = (code = BROKEN) => {
    const { stop: reason, waitMs } = afterClose(code, bye, opened);
    end(reason, waitMs);
  };

  /** @param {ChatError} error a refusal of `connect`, or of a new token before it */
  const refused = (error) => {
    const { code, temporary, retryAfterMs } = error;
    if (code === 'bad_frame' && ++garbled < GARBLED_AT_MOST) {
      // Where `connect` came twice, this is about the second of them, and the answer to the first follows.
      deadline.set(LAST_WORD_MS, lost);
    } else {
      end(refusesToken(error) ? UNAUTHORIZED : temporary ? '' : code, retryAfterMs);
    }
  };

  /**
   * @param {string} [reason] not to come back
   * @param {number} [waitMs]
   */
  const end = (reason, waitMs = 0) => {
    const now = clock.now();
    cut();
    events.emit('drop');
    if (reason === UNAUTHORIZED && now - refusedAt >= UNAUTHORIZED_WINDOW_MS) {
      refusedAt = now;
      tokens.expire();
      retry(0);
    } else if (reason) {
      stop(reason === 'signed_out' ? UNAUTHORIZED : reason);
    } else {
      retry(waitMs);
    }
  };

  const cut = () => {
    letGo();
    requests.failAll('disconnected');
  };

  /** @param {number} waitMs what the server asked for; 0 leaves it to the back-off */
  const retry = (waitMs) => {
    const drawn = backoff.next();
    notBefore = waitMs > 0 ? clock.now() + waitMs : 0;
    enter(networkUp && backoff.attempt < OFFLINE_AFTER && !is('offline') ? 'reconnecting' : 'offline');
    retryTimer.set(waitMs || drawn, dial);
  };

  const mayDial = () => clock.now() >= notBefore;

  /** @param {string} reason */
  const stop = (reason) => {
    cut();
    enter('stopped', reason);
  };

  return {
    on: events.on,
    get status() {
      return status;
    },
    request: requests.start,
    /** Begins, or begins again after a stop. */
    start() {
      if (resting()) {
        backoff.reset();
        refusedAt = -Infinity;
        notBefore = 0;
        void dial();
      }
    },
    stop,
    /** The app came to the foreground or the network changed: try now, or make sure that the socket lives. */
    wake() {
      if (is('online')) {
        heartbeat.probe();
      } else if (retryTimer.on && mayDial()) {
        void dial();
      }
    },
    /** @param {boolean} up whether there is a network, perhaps another one than before */
    network(up) {
      networkUp = up;
      if (is('online')) {
        heartbeat.probe();
      } else if (!resting()) {
        up ? is('offline') && enter('reconnecting') : enter('offline');
        // A dial that is on its way went out by the network that was there before.
        up && mayDial() && void dial();
      }
    },
    /**
     * Sends what has no answer.
     *
     * @param {string} type
     * @param {object} [fields]
     */
    tell(type, fields) {
      is('online') && write({ type, ...fields });
    },
  };
};

/** @typedef {ReturnType<typeof createConnection>} Connection */

/** @param {string} data well-formed, as JSON is */
const bytesOf = (data) => encodeURIComponent(data).replace(/%../g, '_').length;

module.exports = { createConnection };
