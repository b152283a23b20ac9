// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { count, fields, list, readEvent, readUser, text } = require('./protocol.js');
const { createId } = require('./environment.js');
const { createRoomOperations } = require('./room-operations.js');
/** @import { Clock, Conversation, Frame } from './types.js' */
/** @import { People } from './people.js' */

const PAGE = 100;

/**
 * What a user can ask for, one call each. Every call rejects with a ChatError; repeating one after a temporary error is
 * safe.
 *
 * @param {object} options
 * @param {(type: string, fields: object) => Promise<Frame>} options.ask
 * @param {(room: any) => Conversation | null} options.putRoom takes in what the server tells of a room
 * @param {People} options.people
 * @param {Clock} options.clock
 */
const createOperations = ({ ask: request, putRoom, people, clock }) => {
  /**
   * @param {string} type
   * @param {object} fields
   */
  const room = async (type, fields) => putRoom((await request(type, fields)).room);

  /**
   * @param {string} type
   * @param {object} fields
   */
  const user = async (type, fields) => {
    const answer = await request(type, fields);
    people.put(answer.user);
    return readUser(answer.user);
  };

  /**
   * @param {string} type
   * @param {string} member where the page has its items
   * @param {object} fields
   * @param {string | null} [cursor]
   */
  const page = async (type, member, fields, cursor) => {
    const answer = await request(type, { ...fields, cursor: cursor ?? undefined, limit: PAGE });
    return { people: list(answer[member]), cursor: text(answer.cursor) || null };
  };

  return {
    ...createRoomOperations(request, room),
    /** @param {string} from @param {number[]} targets in the order in which they are said again @param {string} to */
    forward: (from, targets, to) => request('forward', { from, targets, to, clientMsgId: createId('f', clock) }),
    /** @param {{ name: string, members?: string[], kind?: string, public?: boolean, id?: string }} fields */
    createRoom: ({ id, members = [], kind = 'group', ...fields }) =>
      room('room.create', { ...fields, members, kind, room: id }),
    /**
     * @param {string} id
     * @param {{ name?: string, announcement?: string, avatar?: string, joinRule?: string, public?: boolean,
     *   slowModeMs?: number }} fields
     */
    updateRoom: (id, fields) => room('room.update', { ...fields, room: id }),
    /** @param {string} id @param {string | null} [cursor] */
    bans: (id, cursor) => page('room.bans', 'bans', { room: id }, cursor),
    /** @param {string} id @param {string | null} [cursor] */
    joinRequests: (id, cursor) => page('room.requests', 'requests', { room: id }, cursor),
    /** @param {string | null} [cursor] */
    blocks: (cursor) => page('user.blocks', 'blocks', {}, cursor),
    /** @param {string} id @param {string | null} [cursor] */
    async members(id, cursor) {
      const found = await page('room.members', 'members', { room: id }, cursor);
      const members = found.people.flatMap((member) => {
        const user = readUser(member?.user);
        people.put(user);
        return user ? [{ ...member, user, role: text(member.role) }] : [];
      });
      return { members, cursor: found.cursor };
    },
    /** @param {string} id */
    getUser: (id) => user('user.get', { user: id }),
    /** @param {{ name?: string, avatar?: string }} fields */
    updateUser: (fields) => user('user.update', fields),
    /**
     * Messages with these words, newest first.
     *
     * @param {{ q: string, room?: string, before?: string | null, limit?: number }} query `before` is that of the page above
     */
    async search(query) {
      const answer = await request('search', { ...query, before: query.before ?? undefined });
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
     * @returns {Promise<{ read: string[], unread: string[], readCount: number, unreadCount: number }>}
     */
    async receipts(id, seq) {
      const answer = await request('receipts', { room: id, seq });
      return {
        ...fields('read unread', answer, (value) => list(value).filter(text)),
        ...fields('readCount unreadCount', answer, count),
      };
    },
  };
};

/**
 * @param {any} value
 * @returns {[number, number][]} start and length
 */
const ranges = (value) => list(value).filter((range) => Number.isSafeInteger(range?.[0]) && count(range[1]));

module.exports = { createOperations };
