// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { entries, fromEntries } = require('./builtins.js');
/** @import { Content, Conversation, Frame } from './types.js' */

/**
 * @typedef {object} RoomOperations what is done to messages after they were said, to rooms and to the people in them
 * @property {(id: string, target: number) => Promise<Frame>} recall
 * @property {(id: string, target: number, content: Content, version: number) => Promise<Frame>} edit `version` is the one
 *   that the author was looking at
 * @property {(id: string) => Promise<Frame>} leaveRoom
 * @property {(id: string) => Promise<Frame>} dissolve
 * @property {(id: string, users: string[]) => Promise<Frame>} invite
 * @property {(id: string, user: string) => Promise<Frame>} removeMember
 * @property {(id: string, user: string, role: string) => Promise<Frame>} setRole
 * @property {(id: string, user: string, forMs: number) => Promise<Frame>} mute 0: they may speak again
 * @property {(id: string, on: boolean) => Promise<Frame>} muteAll
 * @property {(id: string, user: string) => Promise<Frame>} ban
 * @property {(id: string, user: string) => Promise<Frame>} unban
 * @property {(id: string, user: string) => Promise<Frame>} accept
 * @property {(id: string, user: string) => Promise<Frame>} refuse
 * @property {(id: string, on: boolean) => Promise<Frame>} pin
 * @property {(id: string, on: boolean) => Promise<Frame>} silence
 * @property {(user: string) => Promise<Frame>} block
 * @property {(user: string) => Promise<Frame>} unblock
 * @property {(id: string) => Promise<Conversation | null>} getRoom
 * @property {(id: string) => Promise<Conversation | null>} joinRoom
 * @property {(user: string) => Promise<Conversation | null>} openDirect
 */

/** The type of each request, and the fields that its arguments are. */
const REQUESTS = {
  recall: 'recall room target',
  edit: 'edit room target content version',
  block: 'user.block user',
  unblock: 'user.unblock user',
};

/** Those that begin with `room.`, and whose first argument is the room. */
const ROOM_REQUESTS = {
  leaveRoom: 'leave',
  dissolve: 'dissolve',
  invite: 'invite users',
  removeMember: 'remove user',
  setRole: 'role user role',
  mute: 'mute user forMs',
  muteAll: 'muteAll on',
  ban: 'ban user',
  unban: 'unban user',
  accept: 'accept user',
  refuse: 'refuse user',
  pin: 'pin on',
  silence: 'silence on',
};

/** Those that are answered with a room. */
const ASKED_ROOMS = { getRoom: 'room.get room', joinRoom: 'room.join room', openDirect: 'dm.open user' };

/**
 * @param {Record<string, string>} table
 * @param {(type: string, fields: object) => Promise<any>} request
 * @param {string} [prefix] of the types
 * @param {string[]} [first] fields
 */
const calls = (table, request, prefix = '', first = []) => fromEntries(entries(table).map(([name, frame]) => {
  const [type, ...more] = frame.split(' ');
  return [name, (/** @type {any[]} */ ...values) =>
    request(prefix + type, fromEntries([...first, ...more].map((field, place) => [field, values[place]])))];
}));

/**
 * @param {(type: string, fields: object) => Promise<Frame>} request
 * @param {(type: string, fields: object) => Promise<Conversation | null>} room asks for a room, and takes it in
 * @returns {RoomOperations}
 */
const createRoomOperations = (request, room) => /** @type {any} */ ({
  ...calls(REQUESTS, request),
  ...calls(ROOM_REQUESTS, request, 'room.', ['room']),
  ...calls(ASKED_ROOMS, room),
});

module.exports = { createRoomOperations };
