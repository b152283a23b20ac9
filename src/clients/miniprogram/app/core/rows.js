// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

/** @import { OutboxItem, Row, RoomEvent } from './types.js' */

/** @param {string} clientMsgId of this user's own message, on its way or stored */
const keyOf = (clientMsgId) => `c:${clientMsgId}`;

/**
 * What a line shows of an event; null for events that only change other lines.
 *
 * @param {RoomEvent} event
 * @param {string} me
 * @param {number} foldedTo reactions up to this seq are already counted
 * @returns {Row | null}
 */
function eventRow(event, me, foldedTo) {
  const { seq, kind, from, time, clientMsgId } = event;
  if (kind !== 'message' && kind !== 'member' && kind !== 'room') {
    return null;
  }
  const own = from === me;
  const version = event.version || 1;
  return {
    key: own && clientMsgId ? keyOf(clientMsgId) : `s:${seq}`,
    kind,
    seq,
    from,
    time,
    own,
    state: 'sent',
    content: event.recalled ? null : (event.content ?? null),
    version,
    edited: version > 1,
    recalled: event.recalled === true,
    recalledBy: null,
    recalledText: null,
    clientMsgId,
    replyTo: event.replyTo,
    mentions: event.mentions,
    forward: event.forward,
    reactions: event.reactions ?? [],
    upload: null,
    preview: null,
    foldedTo,
    event: kind === 'message' ? undefined : event,
  };
}

/**
 * @param {OutboxItem} item
 * @param {string} me
 * @returns {Row}
 */
function itemRow(item, me) {
  return {
    key: keyOf(item.clientMsgId),
    kind: 'message',
    seq: item.seq ?? null,
    from: me,
    time: item.createdAt,
    own: true,
    state: item.state,
    content: item.content,
    version: 1,
    edited: false,
    recalled: false,
    recalledBy: null,
    recalledText: null,
    clientMsgId: item.clientMsgId,
    replyTo: item.replyTo,
    mentions: item.mentions,
    forward: undefined,
    reactions: [],
    upload: item.upload ?? null,
    preview: item.preview ?? null,
    foldedTo: 0,
    code: item.code,
  };
}

module.exports = { keyOf, eventRow, itemRow };
