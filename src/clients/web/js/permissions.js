/** Who may do what to a room and the people in it, as the protocol document says. The server decides; views only ask. */

/** @import { Conversation } from '../../core/src/types.js' */

const RANKS = { member: 1, admin: 2, owner: 3 };

/** @param {string | null | undefined} role */
const rank = (role) => RANKS[/** @type {keyof typeof RANKS} */ (role)] ?? 0;

/** @param {Conversation} room */
export const mayManage = (room) => room.kind !== 'dm' && rank(room.role) >= RANKS.admin;

/** @param {Conversation} room */
export const mayInvite = (room) => room.kind !== 'broadcast' && (mayManage(room)
  || (room.kind === 'group' && room.joinRule !== 'approve' && rank(room.role) >= RANKS.member));

/**
 * @param {Conversation} room
 * @param {string} role of whom it concerns
 */
export const mayActOn = (room, role) => mayManage(room) && rank(room.role) > rank(role);

/** @param {Conversation} room */
export const isOwner = (room) => room.kind !== 'dm' && room.role === 'owner';

/**
 * Whether a link lets anybody in, or at least ask.
 *
 * @param {Conversation} room
 */
export const hasLink = (room) => room.kind !== 'dm' && room.joinRule !== 'invite' && room.joinRule !== undefined;
