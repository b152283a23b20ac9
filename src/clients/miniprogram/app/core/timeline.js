// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

/** @import { Row } from './types.js' */

const GROUP_MS = 5 * 60_000;

/**
 * @typedef {{ type: 'day', key: string, time: number }} DayLine
 * @typedef {{ type: 'unread', key: string }} UnreadLine
 * @typedef {{ type: 'row', key: string, row: Row, also: Row[], first: boolean, last: boolean }} RowLine
 * @typedef {DayLine | UnreadLine | RowLine} Line
 */

/**
 * What a chat view draws, top to bottom: a line for each day, the unread divider, and rows that know whether they begin
 * or end a group (one sender, at most five minutes from line to line). People who come or go one after another share a
 * line, and that whoever makes a room is in it goes without saying.
 *
 * @param {Row[]} rows
 * @param {number | null} unreadAfter the divider goes before the first message of others after this seq
 * @returns {Line[]}
 */
function layOut(rows, unreadAfter) {
  /** @type {Line[]} */
  const lines = [];
  let day = '';
  let divided = unreadAfter === null;
  /** @type {RowLine | null} */
  let open = null;
  /** @type {RowLine | null} */
  let before = null;
  for (const row of rows) {
    if (before && new Date(row.time).toDateString() === day && joinsIn(before.row, row)) {
      before.also.push(row);
      continue;
    }
    if (before && isCreators(before.row, row)) {
      continue;
    }
    const today = new Date(row.time).toDateString();
    let joins = open !== null && open.row.from === row.from && row.time - open.row.time < GROUP_MS;
    if (today !== day) {
      day = today;
      joins = false;
      lines.push({ type: 'day', key: `d:${today}`, time: row.time });
    }
    if (!divided && row.kind === 'message' && !row.own && row.seq !== null && row.seq > (unreadAfter ?? 0)) {
      divided = true;
      joins = false;
      lines.push({ type: 'unread', key: 'unread' });
    }
    const grouped = row.kind === 'message' && !row.recalled;
    if (open && !(grouped && joins)) {
      open.last = true;
    }
    /** @type {RowLine} */
    const line = { type: 'row', key: row.key, row, also: [], first: !(grouped && joins), last: !grouped };
    lines.push(line);
    open = grouped ? line : null;
    before = line;
  }
  if (open) {
    open.last = true;
  }
  return lines;
}

/** Comings and goings of others that read well as one. */
const SHARED = new Set(['joined', 'left']);

/**
 * @param {Row} one
 * @param {Row} other
 */
const joinsIn = (one, other) =>
  one.kind === 'member' && other.kind === 'member' && SHARED.has(one.event?.change ?? '')
  && one.event?.change === other.event?.change;

/**
 * @param {Row} one
 * @param {Row} other
 */
const isCreators = (one, other) =>
  one.event?.change === 'created' && other.event?.change === 'joined' && other.event.user === one.from;

module.exports = { layOut };
