// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { count, list, readEvent, readUser, text } = require('./protocol.js');
const { createRoomOperations } = require('./room-operations.js');
/** @import { Content, Conversation, Frame, RoomEvent } from './types.js' */
/** @import { People } from './people.js' */

const MEMBERS_PAGE = 100;

/**
 * What a user can ask for, one call each. Every call rejects with a ChatError; repeating one after a temporary error is
 * safe.
 *
 * @param {object} options
 * @param {(type: string, fields: object) => Promise<Frame>} options.request
 * @param {(room: any) => Conversation | null} options.putRoom takes in what the server tells of a room
 * @param {() => People} options.people
 * @param {(prefix: string) => string} options.newId
 */
function createOperations({ request, putRoom, people, newId }) {
  /**
   * @param {string} type
   * @param {object} fields
   */
  const room = async (type, fields) => putRoom((await request(type, fields)).room);

  return {
    ...createRoomOperations({ request, room, newId }),
    /**
     * @param {string} id
     * @param {number} target
     */
    recall: (id, target) => request('recall', { room: id, target }),
    /**
     * @param {string} id
     * @param {number} target
     * @param {Content} content
     * @param {number} version the version that the author was looking at
     */
    edit: (id, target, content, version) => request('edit', { room: id, target, content, version }),
    /** @param {{ name: string, members?: string[], kind?: string, public?: boolean, id?: string }} fields */
    createRoom: ({ name, members = [], kind = 'group', public: open = false, id }) =>
      room('room.create', { name, members, kind, public: open, room: id }),
    /** @param {string} id */
    getRoom: (id) => room('room.get', { room: id }),
    /** @param {string} id */
    joinRoom: (id) => room('room.join', { room: id }),
    /** @param {string} id */
    leaveRoom: (id) => request('room.leave', { room: id }),
    /** @param {string} user */
    openDirect: (user) => room('dm.open', { user }),
    /**
     * @param {string} id
     * @param {string | null} [cursor]
     */
    async members(id, cursor) {
      const answer = await request('room.members', { room: id, cursor: cursor ?? undefined, limit: MEMBERS_PAGE });
      const members = list(answer.members).flatMap((member) => {
        const user = readUser(member?.user);
        people().put(user);
        return user ? [{ ...member, user, role: text(member.role) }] : [];
      });
      return { members, cursor: text(answer.cursor) || null };
    },
    /** @param {string} user */
    async getUser(user) {
      const answer = await request('user.get', { user });
      people().put(answer.user);
      return readUser(answer.user);
    },
    /** @param {{ name?: string, avatar?: string }} fields */
    async updateUser(fields) {
      const answer = await request('user.update', fields);
      people().put(answer.user);
      return readUser(answer.user);
    },
    /**
     * Messages with these words, newest first.
     *
     * @param {{ q: string, room?: string, before?: string | null, limit?: number }} query `before` is that of the page above
     */
    async search({ q, room: id, before, limit }) {
      const answer = await request('search', { q, room: id, before: before ?? undefined, limit });
      const highlights = list(answer.highlights);
      const hits = list(answer.events).flatMap((found, index) => {
        const event = readEvent(found);
        return event ? [{ event, highlights: ranges(highlights[index]) }] : [];
      });
      return { hits, before: text(answer.before) || null };
    },
    /**
     * Who has read up to here, and who has not.
     *
     * @param {string} id
     * @param {number} seq
     */
    async receipts(id, seq) {
      const answer = await request('receipts', { room: id, seq });
      return {
        read: list(answer.read).filter(text),
        unread: list(answer.unread).filter(text),
        readCount: count(answer.readCount),
        unreadCount: count(answer.unreadCount),
      };
    },
  };
}

/**
 * @param {any} value
 * @returns {[number, number][]} start and length
 */
const ranges = (value) =>
  list(value).filter((range) => Array.isArray(range) && Number.isSafeInteger(range[0]) && count(range[1]) > 0);

module.exports = { createOperations };
