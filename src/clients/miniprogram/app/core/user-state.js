// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { createConversations } = require('./conversations.js');
const { createFileSends } = require('./file-sends.js');
const { createMediaUrls } = require('./media-urls.js');
const { createOperations } = require('./operations.js');
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
/** @import { Http } from './http.js' */
/** @import { Clock, Content, Frame, Media, User } from './types.js' */
/** @import { UploadFile, UploadOptions } from './uploads.js' */

const LIST_PAGE = 200;

/**
 * Everything that belongs to one signed-in user, kept right by what the server says. Another user gets another one.
 *
 * @param {object} options
 * @param {User} [options.self]
 * @param {Clock} options.clock
 * @param {() => number} options.now by the server's clock
 * @param {Store} options.store
 * @param {Http} options.http
 * @param {Connection} options.connection
 * @param {(type: string, fields: object) => Promise<Frame>} options.ask waits for the connection, and asks again
 * @param {(file: UploadFile, options?: UploadOptions) => Promise<Media>} options.upload
 * @param {Emitter} options.events
 */
const createUserState = (options) => {
  const { self, connection, ask, events } = options;
  const { request, tell } = connection;
  const { emit } = events;
  const me = self?.id ?? '';
  let closed = false;
  /** Whoever signed out is not, or would speak as the next one. */
  const online = () => !closed && connection.status.state === 'online';
  /** @type {Set<string>} */
  const refreshing = new Set();

  /** @param {string} id */
  const changed = (id) => {
    if (!closed) {
      rooms.settle(id);
      emit('room', id);
    }
  };

  /** @param {string} id */
  const refresh = (id) => {
    if (!refreshing.has(id) && online()) {
      refreshing.add(id);
      // A refusal leaves the line as it is: the next session brings the truth.
      void ask('room.get', { room: id }).then(({ room }) => putRoom(room), () => null).then(() => refreshing.delete(id));
    }
  };

  const context = { ...options, me, request, online, changed, tell, refresh };
  const people = createPeople({ request, changed: () => emit('people') });
  const marks = createReadMarks(context);
  const outbox = createOutbox(context);
  const files = createFileSends({ ...context, outbox });
  const rooms = createRooms({ ...context, outbox });
  const conversations = createConversations({ ...context, marks, rooms, changed: () => emit('conversations') });
  const typing = createTyping({ ...context, changed: (room) => emit('typing', room) });
  const presence = createPresence({ ...context, changed: (user) => emit('presence', user) });
  people.put(self);

  /** @param {any} room as the server tells it */
  const putRoom = (room) => {
    people.put(room?.peer);
    const put = conversations.put(room);
    if (put) {
      rooms.know(put.id, put.lastSeq);
    }
    return put;
  };

  /** @param {string} id */
  const lastSeqOf = (id) => conversations.get(id)?.lastSeq ?? 0;

  /** Pages through a list that is longer than the answer to `connect` holds. */
  const listRest = async () => {
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
  };

  /** @param {Frame} push */
  const onEvent = (push) => {
    const event = readEvent(push);
    if (event) {
      conversations.push(event);
      rooms.push(event);
      typing.said(event);
      if (event.kind === 'message' && event.from === me && event.clientMsgId) {
        outbox.seen(event.clientMsgId, event.seq);
      }
    }
  };

  /** @param {any} room that the user came into or out of, or that is other than before for this user alone */
  const onRoom = ({ room, removed, refused }) => {
    const id = text(room?.id);
    if (id && removed === true) {
      conversations.remove(id);
      rooms.drop(id);
      emit('removed', id);
    } else if (id && refused === true) {
      emit('refused', id);
    } else if (text(room?.kind)) {
      putRoom(room);
    }
  };

  /** What a view asks for; `id` is that of a room where nothing else is said. */
  const calls = {
    ...createOperations({ ...context, putRoom, people }),
    ...rooms.calls,
    /**
     * The lines of a room, loading what is missing.
     *
     * @param {string} id
     */
    openRoom: (id) => rooms.open(id, lastSeqOf(id)),
    /**
     * Sends, now or when there is a connection again; the line appears at once.
     *
     * @type {(id: string, content: Content, more?: { mentions?: string[], replyTo?: number }) => string}
     */
    send: outbox.add,
    sendFile: files.add,
    resend: files.retry,
    discard: files.discard,
    /** The address to load what a message or an avatar shows. */
    mediaUrl: createMediaUrls(options),
    /**
     * This user has seen everything up to here.
     *
     * @param {string} id
     * @param {number} seq
     */
    markRead(id, seq) {
      const room = conversations.get(id);
      if (room && seq > room.readSeq) {
        marks.mark(id, seq);
        conversations.read({ room: id, user: me, seq });
      }
    },
    /** To be called on each key. */
    setTyping: typing.set,
    /** Who is writing there. */
    typing: typing.of,
    /** Follows whether these people are there, until the function that it gives is called. */
    watchPresence: presence.watch,
    /** Of a user who is watched. */
    presence: presence.of,
  };

  return {
    me,
    people,
    conversations,
    calls,
    cursors: rooms.cursors,

    /** @param {Frame} answer to `connect` */
    onOnline(answer) {
      people.put(answer.user);
      const listed = list(answer.rooms);
      const { more } = answer;
      listed.forEach((room) => people.put(room?.peer));
      conversations.replace(listed, !more, true);
      more && void listRest();
      rooms.resume(lastSeqOf);
      people.resume();
      presence.resume();
      marks.flush();
      outbox.flush();
    },

    /** @param {Frame} push */
    onPush(push) {
      const { type } = push;
      const id = text(push.room);
      if (type === 'event') {
        onEvent(push);
      } else if (type === 'gap') {
        id && (rooms.gap(id, count(push.lastSeq)) || refresh(id));
      } else if (type === 'read') {
        conversations.read(push);
        emit('room', id);
      } else if (type === 'room') {
        onRoom(push);
      } else if (type === 'typing') {
        id && text(push.user) && typing.push(id, push.user);
      } else if (type === 'presence') {
        presence.push(push);
      }
    },

    onDrop: typing.clear,
    onHide: marks.flush,

    dispose() {
      closed = true;
      rooms.dispose();
      files.dispose();
      typing.clear();
    },
  };
};

/** @typedef {ReturnType<typeof createUserState>} UserState */

module.exports = { createUserState };
