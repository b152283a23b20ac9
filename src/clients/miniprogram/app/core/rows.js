// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { fields } = require('./protocol.js');
/** @import { OutboxItem, Row, RoomEvent } from './types.js' */

/** @param {string} clientMsgId of this user's own message, on its way or stored */
const keyOf = (clientMsgId) => `c:${clientMsgId}`;

const PLAIN = {
  kind: 'message',
  version: 1,
  edited: false,
  recalled: false,
  recalledBy: null,
  recalledText: null,
  reactions: [],
  upload: null,
  preview: null,
  foldedTo: 0,
};

/**
 * What a line shows of an event; null for events that only change other lines.
 *
 * @param {RoomEvent} event
 * @param {string} me
 * @param {number} foldedTo reactions up to this seq are already counted
 * @returns {Row | null}
 */
const eventRow = (event, me, foldedTo) => {
  const { kind, clientMsgId, reactions = [], content = null, recalled = false } = event;
  if (!/^(message|member|room)$/.test(kind)) {
    return null;
  }
  const own = event.from === me;
  const version = event.version || 1;
  return {
    ...PLAIN,
    ...fields('kind seq from time clientMsgId replyTo mentions forward', event),
    key: own && clientMsgId ? keyOf(clientMsgId) : `s:${event.seq}`,
    own,
    state: 'sent',
    content: recalled ? null : content,
    version,
    edited: version > 1,
    recalled,
    reactions,
    foldedTo,
    event: kind === 'message' ? undefined : event,
  };
};

/**
 * @param {OutboxItem} item
 * @param {string} me
 * @returns {Row}
 */
const itemRow = ({ room, createdAt, seq, upload, preview, ...item }, me) => ({
  ...PLAIN,
  ...item,
  key: keyOf(item.clientMsgId),
  seq: seq ?? null,
  upload: upload ?? null,
  preview: preview ?? null,
  from: me,
  time: createdAt,
  own: true,
});

module.exports = { keyOf, eventRow, itemRow };
