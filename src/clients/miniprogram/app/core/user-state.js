// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { createConversations } = require('./conversations.js');
const { createFileSends } = require('./file-sends.js');
const { createOutbox } = require('./outbox.js');
const { createPeople } = require('./people.js');
const { createPresence } = require('./presence.js');
const { count, list, readEvent, text } = require('./protocol.js');
const { createReadMarks } = require('./read-marks.js');
const { createRooms } = require('./rooms.js');
const { createTyping } = require('./typing.js');
/** @import { Connection } from './connection.js' */
/** @import { Emitter } from './emitter.js' */
/** @import { Store } from './environment.js' */
/** @import { Clock, Frame, Media } from './types.js' */
/** @import { UploadFile, UploadOptions } from './uploads.js' */

const LIST_PAGE = 200;

/**
 * Everything that belongs to one signed-in user, kept right by what the server says. Another user gets another one.
 *
 * @param {object} options
 * @param {string} options.me
 * @param {Clock} options.clock
 * @param {Store} options.store
 * @param {Connection} options.connection
 * @param {(type: string, fields: object) => Promise<Frame>} options.ask waits for the connection, and asks again
 * @param {(file: UploadFile, options?: UploadOptions) => Promise<Media>} options.upload
 * @param {Emitter} options.events
 */
function createUserState({ me, clock, store, connection, ask, upload, events }) {
  const { request } = connection;
  const online = () => connection.status.state === 'online';
  /** @type {Set<string>} */
  const refreshing = new Set();
  let closed = false;

  const people = createPeople({ request, changed: () => events.emit('people') });
  const marks = createReadMarks({ clock, request, online });
  const outbox = createOutbox({ me, clock, store, request, online, changed: roomChanged });
  const files = createFileSends({ outbox, clock, upload });
  const rooms = createRooms({ me, clock, request, ask, changed: roomChanged, previewOf: outbox.previewOf });
  const conversations = createConversations({
    me,
    pendingRead: marks.of,
    countUnread: rooms.countUnread,
    refresh,
    changed: () => events.emit('conversations'),
  });
  const typing = createTyping({ me, clock, tell: connection.tell, changed: (room) => events.emit('typing', room) });
  const presence = createPresence({ clock, request, online, changed: (user) => events.emit('presence', user) });

  /** @param {string} id */
  function roomChanged(id) {
    if (!closed) {
      rooms.settle(id, outbox);
      events.emit('room', id);
    }
  }

  /** @param {string} id */
  function refresh(id) {
    if (!refreshing.has(id) && online()) {
      refreshing.add(id);
      // A refusal leaves the line as it is: the next session brings the truth.
      void ask('room.get', { room: id }).then(({ room }) => putRoom(room), () => null).then(() => refreshing.delete(id));
    }
  }

  /** @param {any} room as the server tells it */
  function putRoom(room) {
    people.put(room?.peer);
    const put = conversations.put(room);
    if (put) {
      rooms.know(put.id, put.lastSeq);
    }
    return put;
  }

  /** Pages through a list that is longer than the answer to `connect` holds. */
  async function listRest() {
    const all = [];
    /** @type {string | null} */
    let cursor = null;
    try {
      do {
        const answer = await request('rooms.list', { cursor: cursor ?? undefined, limit: LIST_PAGE });
        all.push(...list(answer.rooms));
        cursor = text(answer.cursor) || null;
      } while (cursor);
      conversations.replace(all, true, false);
    } catch {
      // Cut off: the next session lists again.
    }
  }

  /** @param {Frame} push */
  function onEvent(push) {
    const event = readEvent(push);
    if (event) {
      conversations.push(event);
      rooms.push(event);
      typing.said(event);
      if (event.kind === 'message' && event.from === me && event.clientMsgId) {
        outbox.seen(event.clientMsgId, event.seq);
      }
    }
  }

  /** @param {any} room that the user came into or out of, or that is other than before for this user alone */
  function onRoom({ room, removed, refused }) {
    const id = text(room?.id);
    if (id && removed === true) {
      conversations.remove(id);
      rooms.drop(id);
      events.emit('removed', id);
    } else if (id && refused === true) {
      events.emit('refused', id);
    } else if (text(room?.kind)) {
      putRoom(room);
    }
  }

  return {
    me,
    people,
    marks,
    outbox,
    files,
    rooms,
    conversations,
    typing,
    presence,
    putRoom,

    /** @param {Frame} answer to `connect` */
    onOnline(answer) {
      people.put(answer.user);
      list(answer.rooms).forEach((room) => people.put(room?.peer));
      conversations.replace(list(answer.rooms), answer.more !== true, true);
      if (answer.more === true) {
        void listRest();
      }
      rooms.resume((id) => conversations.get(id)?.lastSeq ?? 0);
      people.resume();
      presence.resume();
      marks.flush();
      outbox.flush();
    },

    /** @param {Frame} push */
    onPush(push) {
      const id = text(push.room);
      switch (push.type) {
        case 'event':
          onEvent(push);
          break;
        case 'gap':
          id && (rooms.gap(id, count(push.lastSeq)) || refresh(id));
          break;
        case 'read':
          conversations.read(push);
          events.emit('room', id);
          break;
        case 'room':
          onRoom(push);
          break;
        case 'typing':
          id && text(push.user) && typing.push(id, push.user);
          break;
        case 'presence':
          presence.push(push);
          break;
      }
    },

    onDrop: typing.clear,

    dispose() {
      closed = true;
      rooms.dispose();
      presence.dispose();
      files.dispose();
      typing.clear();
    },
  };
}

/** @typedef {ReturnType<typeof createUserState>} UserState */

module.exports = { createUserState };
