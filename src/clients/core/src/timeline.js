/** @import { Row } from './types.js' */

const GROUP_MS = 5 * 60_000;

/**
 * @typedef {{ type: 'day', key: string, time: number }} DayLine
 * @typedef {{ type: 'unread', key: string }} UnreadLine
 * @typedef {{ type: 'row', key: string, row: Row, first: boolean, last: boolean }} RowLine
 * @typedef {DayLine | UnreadLine | RowLine} Line
 */

/**
 * What a chat view draws, top to bottom: a line for each day, the unread divider, and rows that know whether they begin
 * or end a group (one sender, at most five minutes from line to line).
 *
 * @param {Row[]} rows
 * @param {number | null} unreadAfter the divider goes before the first message of others after this seq
 * @returns {Line[]}
 */
export function layOut(rows, unreadAfter) {
  /** @type {Line[]} */
  const lines = [];
  let day = '';
  let divided = unreadAfter === null;
  /** @type {RowLine | null} */
  let open = null;
  for (const row of rows) {
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
    const line = { type: 'row', key: row.key, row, first: !(grouped && joins), last: !grouped };
    lines.push(line);
    open = grouped ? line : null;
  }
  if (open) {
    open.last = true;
  }
  return lines;
}
