import { list, readUser, text } from './protocol.js';
import { createRoomOperations } from './room-operations.js';
/** @import { Content, Frame } from './types.js' */
/** @import { Conversations } from './conversations.js' */
/** @import { People } from './people.js' */

const MEMBERS_PAGE = 100;

/**
 * What a user can ask for, one call each. Every call rejects with a ChatError; repeating one after a temporary error is
 * safe.
 *
 * @param {object} options
 * @param {(type: string, fields: object) => Promise<Frame>} options.request
 * @param {() => Conversations} options.conversations
 * @param {() => People} options.people
 */
export function createOperations({ request, conversations, people }) {
  /**
   * @param {string} type
   * @param {object} fields
   */
  async function room(type, fields) {
    const answer = await request(type, fields);
    people().put(answer.room?.peer);
    return conversations().put(answer.room);
  }

  return {
    ...createRoomOperations({ request, room }),
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
  };
}
