import { t } from './strings/index.js';
import { clockTime, fullTime } from './format.js';

/** @import { Conversation } from '../../core/src/types.js' */
/**
 * @typedef {object} Speech whether this user may speak in a room now
 * @property {'free' | 'muted' | 'mutedAll' | 'slow'} state
 * @property {number} until when that ends by itself, by the server's clock; 0: not by itself
 */

const DAY_MS = 24 * 60 * 60_000;
/** @type {Speech} */
const FREE = { state: 'free', until: 0 };

/**
 * The rules of the protocol document, as far as a member can know them.
 *
 * @param {Conversation | null} room
 * @param {number} now
 * @param {number} lastOwn when this user last said something there
 * @returns {Speech}
 */
export function speechIn(room, now, lastOwn) {
  if (!room || room.role === 'owner') {
    return FREE;
  }
  const { mutedUntil, muteAll, slowModeMs, role } = room;
  if (mutedUntil && mutedUntil > now) {
    return { state: 'muted', until: mutedUntil };
  }
  if (role === 'admin') {
    return FREE;
  }
  if (muteAll) {
    return { state: 'mutedAll', until: 0 };
  }
  return slowModeMs > 0 && lastOwn + slowModeMs > now ? { state: 'slow', until: lastOwn + slowModeMs } : FREE;
}

/**
 * Why one may not speak, for whoever would like to.
 *
 * @param {Conversation | null} room
 * @param {Speech} speech
 * @param {number} now
 */
export function reasonOf(room, { state, until }, now) {
  if (state === 'muted') {
    return t('compose.muted', { when: until - now < DAY_MS ? clockTime(until) : fullTime(until) });
  }
  return t(room?.kind === 'broadcast' ? 'compose.broadcast' : 'compose.mutedAll');
}
