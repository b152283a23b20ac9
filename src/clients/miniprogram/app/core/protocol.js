// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { fromEntries } = require('./builtins.js');
/** @import { RoomEvent, Frame, Conversation, User } from './types.js' */

const SUBPROTOCOL = 'akkachat.v1';

/**
 * Close codes after which another attempt would only end the same way, and the reason shown for each.
 *
 * @type {Record<number, string>}
 */
const STOP_REASONS = { 4400: 'badFrames', 4401: 'unauthorized', 4403: 'banned', 4409: 'replaced', 4413: 'tooLarge' };

/** Refusals that a later try may overcome even when the server did not say so. */
const TEMPORARY = /^(unavailable|internal|rate_limited|timeout|offline|disconnected|network)$/;

/** A refusal, a time-out or a lost connection: always with a code that has a sentence in every client. */
class ChatError extends Error {
  /**
   * @param {string} code
   * @param {string} [message]
   * @param {{ temporary?: boolean, retryAfterMs?: number }} [more]
   */
  constructor(code, message, { temporary = TEMPORARY.test(code), retryAfterMs = 0 } = {}) {
    super(message || code);
    this.name = 'ChatError';
    this.code = code;
    this.temporary = temporary;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * The refusal that a frame or the body of a reply tells.
 *
 * @param {any} told
 * @param {string} code where it doesn't say why
 * @param {any} [temporary] where it doesn't say whether a later try may do
 */
const readError = (told, code, temporary = told?.temporary) =>
  new ChatError(text(told?.code) || code, text(told?.message ?? told?.title ?? told?.detail), {
    temporary: typeof temporary === 'boolean' ? temporary : undefined,
    retryAfterMs: count(told?.retryAfterMs),
  });

/**
 * @param {unknown} error
 * @param {string} [code] for what is not a ChatError yet
 */
const chatError = (error, code = 'internal') => (error instanceof ChatError ? error : new ChatError(code));

/** @param {ChatError} error whether a new token may help */
const refusesToken = ({ code }) => code === 'unauthorized' || code === 'token_expired';

/**
 * What to do after a close: a stop reason, or how long the server asked to wait (0 for the client's own back-off).
 *
 * @param {number} code
 * @param {Frame | null} bye
 * @param {boolean} opened whether this socket ever opened
 * @returns {{ stop?: string, waitMs?: number }}
 */
const afterClose = (code, bye, opened) => {
  const known = STOP_REASONS[code] ?? STOP_REASONS[count(bye?.code)];
  if (known) {
    return { stop: known };
  }
  // A normal close, announced or not: the very same device connected again elsewhere.
  if (bye ? bye.code === 1000 : code === 1000 && opened) {
    return { stop: 'takenOver' };
  }
  return bye?.reconnect === false ? { stop: text(bye.reason) || 'closed' } : { waitMs: count(bye?.afterMs) };
};

/**
 * The objects in one text frame. What is not an object with a type is skipped.
 *
 * @param {string} data
 * @returns {Frame[]}
 */
const decode = (data) => {
  return String(data).split('\n').flatMap((line) => {
    try {
      const frame = JSON.parse(line);
      return text(frame?.type) ? [frame] : [];
    } catch {
      // The server's fault and the server's loss: one unreadable frame must not end the conversation.
      return [];
    }
  });
};

/**
 * Told by type, because the `id` of an event is the message's own and answers nothing.
 *
 * @param {Frame} frame
 */
const isAnswer = ({ type, id }) =>
  type === 'pong' || (/^(ok|ack|error)$/.test(type) && id !== undefined && id !== null);

/**
 * @param {any} frame
 * @returns {RoomEvent | null} null when it cannot be placed in a log
 */
const readEvent = (frame) => {
  if (!(text(frame?.room) && count(frame.seq) && text(frame.kind))) {
    return null;
  }
  const { content, reactions, mentions, forward } = frame;
  return {
    ...frame,
    from: text(frame.from),
    time: count(frame.time),
    recalled: frame.recalled === true,
    content: text(content?.kind) ? content : undefined,
    reactions: reactions ? list(reactions).filter((item) => text(item?.emoji)) : undefined,
    mentions: mentions ? list(mentions).filter(text) : undefined,
    forward: text(forward?.from) ? { from: forward.from, time: count(forward.time) } : undefined,
  };
};

/** The server counts no further. */
const MENTIONS_AT_MOST = 100;

/**
 * @param {{ mentions?: string[] }} message
 * @param {string} me
 */
const isMention = ({ mentions }, me) => mentions?.some((user) => user === me || user === '@all') ?? false;

/**
 * @param {any} room a room as `connect`, `rooms.list` or a push gives it
 * @returns {Conversation | null}
 */
const readRoom = (room) => {
  if (!text(room?.id)) {
    return null;
  }
  return {
    ...room,
    ...fields('lastSeq readSeq unread mentionUnread updatedAt slowModeMs', room, count),
    ...fields('name role', room, text),
    ...fields('pinned muteAll', room, isTrue),
    kind: text(room.kind) || 'group',
    silenced: room.muted === true,
    last: readEvent({ room: room.id, ...room.last }),
    peer: readUser(room.peer),
    peerReadSeq: 0,
  };
};

/**
 * @param {any} user
 * @returns {User | null}
 */
const readUser = (user) =>
  text(user?.id) ? { id: user.id, name: text(user.name) || user.id, avatar: text(user.avatar) || null } : null;

/** @param {any} value */
const text = (value) => (typeof value === 'string' ? value : '');

/** @param {any} value */
const count = (value) => (Number.isSafeInteger(value) && value > 0 ? value : 0);

/** @param {any} value */
const isTrue = (value) => value === true;

/** @param {any} value */
const list = (value) => (Array.isArray(value) ? value : []);

/**
 * Some fields of an object, each read the same way.
 *
 * @param {string} names with spaces between
 * @param {any} from
 * @param {(value: any) => any} [read]
 * @returns {any}
 */
const fields = (names, from, read = (value) => value) =>
  fromEntries(names.split(' ').map((name) => [name, read(from[name])]));

module.exports = { SUBPROTOCOL, ChatError, readError, chatError, refusesToken, afterClose, decode, isAnswer, readEvent, MENTIONS_AT_MOST, isMention, readRoom, readUser, text, count, list, fields };
