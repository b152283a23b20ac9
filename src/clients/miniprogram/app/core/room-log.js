// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { max, min } = require('./builtins.js');
const { text } = require('./protocol.js');
const { createReactionWishes, foldReaction } = require('./reactions.js');
const { eventRow } = require('./rows.js');
/** @import { Reaction, RoomEvent, Row } from './types.js' */

/** Events that wait for a hole to be filled; more than this and the filling pages will bring them anyway. */
const HELD_AT_MOST = 500;

/**
 * One unbroken stretch of a room's log, folded into lines: what is edited, recalled or reacted to later changes the line
 * it targets. An event is applied exactly once and only in its place; what comes too early is held, what comes twice is
 * dropped.
 *
 * @param {string} me
 * @param {(clientMsgId: string) => string | null} [previewOf] what this device can show of what it sent
 */
const createRoomLog = (me, previewOf = () => null) => {
  /** @type {Row[]} */
  let rows = [];
  /** @type {Map<number, number>} where the line of a seq stands, valid until lines are put before it */
  let places = new Map();
  /** @type {Map<number, RoomEvent>} */
  const held = new Map();
  let first = 1;
  let last = 0;
  let based = false;
  /** The highest seq known to exist; folded lines are at least as new as the newest event seen before them. */
  let head = 0;
  const wishes = createReactionWishes();
  /** @type {Map<number, Reaction[]>} what the log says where wishes are shown */
  const told = new Map();

  const place = () => {
    places = new Map(rows.map((row, index) => [/** @type {number} */ (row.seq), index]));
  };

  /** @param {number | undefined} seq */
  const get = (seq) => rows[places.get(seq ?? 0) ?? -1] ?? null;

  /**
   * @param {number | undefined} seq
   * @param {(row: Row) => Partial<Row> | null} change
   */
  const patch = (seq, change) => {
    const row = get(seq);
    const fields = row?.kind === 'message' ? change(row) : null;
    if (row && fields) {
      rows[/** @type {number} */ (places.get(/** @type {number} */ (seq)))] = { ...row, ...fields };
    }
  };

  /**
   * @param {number} target
   * @param {(reactions: Reaction[]) => Reaction[]} [change] of what the log says
   */
  const react = (target, change = (reactions) => reactions) => {
    patch(target, (row) => {
      const reactions = change(told.get(target) ?? row.reactions);
      wishes.has(target) ? told.set(target, reactions) : told.delete(target);
      return row.recalled ? null : { reactions: wishes.over(target, reactions) };
    });
  };

  /** @param {RoomEvent} event */
  const fold = (event) => {
    const { seq, kind, from, target } = event;
    if (kind === 'recall') {
      patch(target, (row) => ({
        recalled: true,
        recalledBy: from,
        recalledText: row.own && from === me ? text(row.content?.text) || row.recalledText : null,
        content: null,
        reactions: [],
      }));
    } else if (kind === 'edit') {
      patch(target, (row) =>
        !row.recalled && (event.version ?? 0) > row.version
          ? { content: event.content ?? row.content, version: event.version, edited: true }
          : null);
    } else if (kind === 'reaction' && target && seq > (get(target)?.foldedTo ?? 0)) {
      react(target, (reactions) => foldReaction(reactions, event, me));
    }
  };

  /**
   * @param {RoomEvent} event
   * @param {number} foldedTo
   */
  const add = (event, foldedTo) => {
    const row = eventRow(event, me, foldedTo);
    if (row) {
      row.preview = row.own ? previewOf(row.clientMsgId ?? '') : null;
      places.set(event.seq, rows.push(row) - 1);
      wishes.has(event.seq) && react(event.seq);
    }
    fold(event);
    wishes.passed(event.seq).forEach((target) => react(target));
    last = event.seq;
  };

  /** @param {number} seq */
  const know = (seq) => {
    head = max(head, seq);
  };

  /** @param {RoomEvent[]} page ascending, after the last event */
  const extend = (page) => {
    const foldedTo = max(head, page.at(-1)?.seq ?? 0);
    page.forEach((event) => event.seq > last && add(event, foldedTo));
    head = foldedTo;
    drain();
  };

  /** @param {RoomEvent} event */
  const foldPoint = (event) => (event.reactions || event.recalled ? max(head, event.seq) : event.seq);

  /** Takes what was held and now fits. */
  const drain = () => {
    for (let next; (next = held.get(last + 1)); ) {
      held.delete(next.seq);
      add(next, foldPoint(next));
    }
    for (const seq of held.keys()) {
      if (seq <= last) {
        held.delete(seq);
      }
    }
  };

  return {
    get rows() {
      return rows;
    },
    get first() {
      return first;
    },
    get last() {
      return last;
    },
    get,
    /** Whether this log stands on a page; before that, events are only held. */
    get based() {
      return based;
    },
    /** How many events wait for a hole to be filled. */
    get broken() {
      return held.size;
    },
    /** How many newer events are known to exist that are not here. */
    get missing() {
      return based ? head - last : 0;
    },
    know,
    /**
     * @param {RoomEvent} event from a push
     * @returns {'applied' | 'duplicate' | 'held'}
     */
    push(event) {
      know(event.seq);
      if (based && event.seq <= last) {
        return 'duplicate';
      }
      if (!based || event.seq > last + 1) {
        if (held.size < HELD_AT_MOST) {
          held.set(event.seq, event);
        }
        return 'held';
      }
      add(event, foldPoint(event));
      drain();
      return 'applied';
    },
    /**
     * Begins anew with the newest page.
     *
     * @param {RoomEvent[]} page ascending
     */
    reset(page) {
      rows = [];
      places.clear();
      told.clear();
      based = true;
      first = page[0]?.seq ?? 1;
      last = first - 1;
      extend(page);
    },
    /** The page that follows the last event: fills a hole. */
    extend,
    /** Gives up a hole that the server cannot fill, so that the room goes on. */
    giveUpHole() {
      if (held.size) {
        last = min(...held.keys()) - 1;
        drain();
      }
      head = last;
    },
    /**
     * Shows this user's reaction before the log has it.
     *
     * @param {number} target
     * @param {string} emoji
     * @param {boolean} on
     */
    wish(target, emoji, on) {
      const wish = wishes.add(target, emoji, on);
      const withdraw = () => {
        wishes.remove(wish);
        react(target);
      };
      react(target);
      return {
        /** @param {number} seq where the reaction stands in the log */
        confirm(seq) {
          wish.seq = seq;
          if (seq <= last) {
            withdraw();
          }
        },
        withdraw,
      };
    },
    /**
     * The page that ends just before the first event.
     *
     * @param {RoomEvent[]} page ascending
     */
    prepend(page) {
      const older = page.filter((event) => event.seq < first);
      if (older.length) {
        const newer = rows;
        const end = last;
        rows = [];
        places.clear();
        first = older[0].seq;
        older.forEach((event) => add(event, head));
        rows = rows.concat(newer);
        place();
        last = end;
      }
    },
    /**
     * Keeps the newest lines only.
     *
     * @param {number} most
     * @returns {boolean} whether there were more
     */
    trim(most) {
      const longer = rows.length > most;
      if (longer) {
        rows = rows.slice(-most);
        first = /** @type {number} */ (rows[0].seq);
        place();
      }
      return longer;
    },
  };
};

/** @typedef {ReturnType<typeof createRoomLog>} RoomLog */

module.exports = { createRoomLog };
