// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

/** @import { RoomEvent, Frame, Conversation, User } from './types.js' */

const SUBPROTOCOL = 'akkachat.v1';

/** Close codes after which another attempt would only end the same way, and the reason shown for each. */
const STOP_REASONS = new Map([
  [4400, 'badFrames'],
  [4401, 'unauthorized'],
  [4403, 'banned'],
  [4409, 'replaced'],
  [4413, 'tooLarge'],
]);

/** Refusals that a later try may overcome even when the server did not say so. */
const TEMPORARY = new Set(['unavailable', 'internal', 'rate_limited', 'timeout', 'offline', 'disconnected', 'network']);

/** A refusal, a time-out or a lost connection: always with a code that has a sentence in every client. */
class ChatError extends Error {
  /**
   * @param {string} code
   * @param {string} [message]
   * @param {{ temporary?: boolean, retryAfterMs?: number }} [more]
   */
  constructor(code, message, more = {}) {
    super(message || code);
    this.name = 'ChatError';
    this.code = code;
    this.temporary = more.temporary ?? TEMPORARY.has(code);
    this.retryAfterMs = more.retryAfterMs ?? 0;
  }

  /** @param {any} frame */
  static from(frame) {
    return new ChatError(text(frame.code) || 'internal', text(frame.message), {
      temporary: typeof frame.temporary === 'boolean' ? frame.temporary : undefined,
      retryAfterMs: count(frame.retryAfterMs),
    });
  }
}

/**
 * What to do after a close: a stop reason, or how long the server asked to wait (0 for the client's own back-off).
 *
 * @param {number} code
 * @param {Frame | null} bye
 * @param {boolean} opened whether this socket ever opened
 * @returns {{ stop: string } | { waitMs: number }}
 */
function afterClose(code, bye, opened) {
  const known = STOP_REASONS.get(code) ?? STOP_REASONS.get(bye?.code);
  if (known) {
    return { stop: known };
  }
  // A normal close, announced or not: the very same device connected again elsewhere.
  if (bye ? bye.code === 1000 : code === 1000 && opened) {
    return { stop: 'takenOver' };
  }
  return bye?.reconnect === false ? { stop: text(bye.reason) || 'closed' } : { waitMs: count(bye?.afterMs) };
}

/**
 * The objects in one text frame. What is not an object with a type is skipped.
 *
 * @param {string} data
 * @returns {Frame[]}
 */
function decode(data) {
  return String(data).split('\n').flatMap((line) => {
    try {
      const frame = line ? JSON.parse(line) : null;
      return frame && typeof frame === 'object' && typeof frame.type === 'string' ? [frame] : [];
    } catch {
      // The server's fault and the server's loss: one unreadable frame must not end the conversation.
      return [];
    }
  });
}

/**
 * Told by type, because the `id` of an event is the message's own and answers nothing.
 *
 * @param {Frame} frame
 */
const isAnswer = ({ type, id }) =>
  (type === 'ok' || type === 'ack' || type === 'error') && id !== undefined && id !== null;

/**
 * @param {any} frame
 * @returns {RoomEvent | null} null when it cannot be placed in a log
 */
function readEvent(frame) {
  const ok = frame && typeof frame === 'object' && text(frame.room) && count(frame.seq) && text(frame.kind);
  if (!ok) {
    return null;
  }
  const { content, reactions, mentions, forward } = frame;
  return {
    ...frame,
    from: text(frame.from),
    time: count(frame.time),
    content: content && typeof content === 'object' && typeof content.kind === 'string' ? content : undefined,
    reactions: Array.isArray(reactions) ? reactions.filter((item) => item && text(item.emoji)) : undefined,
    mentions: Array.isArray(mentions) ? mentions.filter(text) : undefined,
    forward: text(forward?.from) ? { from: forward.from, time: count(forward.time) } : undefined,
  };
}

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
function readRoom(room) {
  if (!room || typeof room !== 'object' || !text(room.id)) {
    return null;
  }
  return {
    ...room,
    kind: text(room.kind) || 'group',
    name: text(room.name),
    lastSeq: count(room.lastSeq),
    readSeq: count(room.readSeq),
    unread: count(room.unread),
    mentionUnread: count(room.mentionUnread),
    role: text(room.role),
    silenced: room.muted === true,
    pinned: room.pinned === true,
    last: readEvent({ room: room.id, ...room.last }),
    updatedAt: count(room.updatedAt),
    peer: readUser(room.peer),
    peerReadSeq: 0,
    muteAll: room.muteAll === true,
    slowModeMs: count(room.slowModeMs),
  };
}

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
const list = (value) => (Array.isArray(value) ? value : []);

module.exports = { SUBPROTOCOL, ChatError, afterClose, decode, isAnswer, readEvent, MENTIONS_AT_MOST, isMention, readRoom, readUser, text, count, list };
