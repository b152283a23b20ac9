// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { list, text } = require('./protocol.js');
/** @import { Frame } from './types.js' */

const PAGE = 100;

/**
 * What is done to messages after they were said, to rooms and to the people in them, one call each. Every call rejects with a
 * ChatError; repeating one after a temporary error is safe.
 *
 * @param {object} options
 * @param {(type: string, fields: object) => Promise<Frame>} options.request
 * @param {(type: string, fields: object) => Promise<any>} options.room asks for a room, and takes it in
 * @param {(prefix: string) => string} options.newId
 */
function createRoomOperations({ request, room, newId }) {
  /**
   * @param {string} type
   * @param {string} member where the page has its people
   * @param {object} fields
   * @param {string | null} [cursor]
   */
  async function people(type, member, fields, cursor) {
    const answer = await request(type, { ...fields, cursor: cursor ?? undefined, limit: PAGE });
    return { people: list(answer[member]), cursor: text(answer.cursor) || null };
  }

  return {
    /** @param {string} from @param {number[]} targets in the order in which they are said again @param {string} to */
    forward: (from, targets, to) => request('forward', { from, targets, to, clientMsgId: newId('f') }),
    /**
     * @param {string} id
     * @param {{ name?: string, announcement?: string, avatar?: string, joinRule?: string, public?: boolean,
     *   slowModeMs?: number }} fields
     */
    updateRoom: (id, fields) => room('room.update', { ...fields, room: id }),
    /** @param {string} id @param {string[]} users */
    invite: (id, users) => request('room.invite', { room: id, users }),
    /** @param {string} id @param {string} user */
    removeMember: (id, user) => request('room.remove', { room: id, user }),
    /** @param {string} id @param {string} user @param {string} role */
    setRole: (id, user, role) => request('room.role', { room: id, user, role }),
    /** @param {string} id @param {string} user @param {number} forMs 0: they may speak again */
    mute: (id, user, forMs) => request('room.mute', { room: id, user, forMs }),
    /** @param {string} id @param {boolean} on */
    muteAll: (id, on) => request('room.muteAll', { room: id, on }),
    /** @param {string} id @param {string} user */
    ban: (id, user) => request('room.ban', { room: id, user }),
    /** @param {string} id @param {string} user */
    unban: (id, user) => request('room.unban', { room: id, user }),
    /** @param {string} id @param {string | null} [cursor] */
    bans: (id, cursor) => people('room.bans', 'bans', { room: id }, cursor),
    /** @param {string} id @param {string | null} [cursor] */
    joinRequests: (id, cursor) => people('room.requests', 'requests', { room: id }, cursor),
    /** @param {string} id @param {string} user */
    accept: (id, user) => request('room.accept', { room: id, user }),
    /** @param {string} id @param {string} user */
    refuse: (id, user) => request('room.refuse', { room: id, user }),
    /** @param {string} id */
    dissolve: (id) => request('room.dissolve', { room: id }),
    /** @param {string} id @param {boolean} on */
    pin: (id, on) => request('room.pin', { room: id, on }),
    /** @param {string} id @param {boolean} on */
    silence: (id, on) => request('room.silence', { room: id, on }),
    /** @param {string} user */
    block: (user) => request('user.block', { user }),
    /** @param {string} user */
    unblock: (user) => request('user.unblock', { user }),
    /** @param {string | null} [cursor] */
    blocks: (cursor) => people('user.blocks', 'blocks', {}, cursor),
  };
}

module.exports = { createRoomOperations };
