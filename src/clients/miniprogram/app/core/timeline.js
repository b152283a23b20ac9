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
const layOut = (rows, unreadAfter) => {
  /** @type {Line[]} */
  const lines = [];
  /** Where the day of the last line begins and ends; rooms are long, and names of days are slow to make. */
  let dayStart = 0;
  let dayEnd = 0;
  let divider = unreadAfter ?? Infinity;
  /** What a row of the same sender joins. */
  let open = /** @type {RowLine | null} */ (null);
  let before = /** @type {RowLine | null} */ (null);
  for (const row of rows) {
    const { kind, time } = row;
    const sameDay = time >= dayStart && time < dayEnd;
    if (before && sameDay && joinsIn(before.row, row)) {
      before.also.push(row);
      continue;
    }
    if (before && isCreators(before.row, row)) {
      continue;
    }
    if (!sameDay) {
      const date = new Date(time);
      lines.push({ type: 'day', key: `d:${date.toDateString()}`, time });
      dayStart = date.setHours(0, 0, 0, 0);
      dayEnd = date.setDate(date.getDate() + 1);
      open = null;
    }
    if (kind === 'message' && !row.own && (row.seq ?? 0) > divider) {
      lines.push({ type: 'unread', key: 'unread' });
      divider = Infinity;
      open = null;
    }
    const grouped = kind === 'message' && !row.recalled;
    const joins = grouped && open?.row.from === row.from && time - open.row.time < GROUP_MS;
    if (open && joins) {
      open.last = false;
    }
    before = { type: 'row', key: row.key, row, also: [], first: !joins, last: true };
    lines.push(before);
    open = grouped ? before : null;
  }
  return lines;
};

/**
 * Comings and goings of others read well as one.
 *
 * @param {Row} one
 * @param {Row} other
 */
const joinsIn = (one, { event }) => /^(joined|left)$/.test(event?.change ?? '') && one.event?.change === event?.change;

/**
 * @param {Row} one
 * @param {Row} other
 */
const isCreators = (one, { event }) =>
  one.event?.change === 'created' && event?.change === 'joined' && event.user === one.from;

module.exports = { layOut };
