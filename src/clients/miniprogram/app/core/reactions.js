// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { text } = require('./protocol.js');
/** @import { Reaction, RoomEvent } from './types.js' */

/**
 * @param {Reaction[]} reactions
 * @param {string} emoji
 * @param {boolean} [on] one more or one fewer
 * @param {boolean} [mine] whose it is, where that is this user
 */
const counted = (reactions, emoji, on, mine) => {
  const was = reactions.find((item) => item.emoji === emoji);
  const now = { emoji, count: (was?.count ?? 0) + (on ? 1 : -1), mine: mine ?? was?.mine ?? false };
  return (was ? reactions.map((item) => (item === was ? now : item)) : [...reactions, now]).filter((item) => item.count > 0);
};

/**
 * @param {Reaction[]} reactions
 * @param {RoomEvent} event
 * @param {string} me
 */
const foldReaction = (reactions, { emoji, on, from }, me) =>
  counted(reactions, text(emoji), on, from === me ? on === true : undefined);

/**
 * This user's reactions to the messages of one log that are shown before the log has them. They lie over what the log
 * says, and go when the log has come to the seq of their acknowledgement, or when the server refused.
 */
const createReactionWishes = () => {
  /** @type {Set<{ target: number, emoji: string, on: boolean, seq: number }>} */
  const wishes = new Set();

  /** @param {number} target */
  const of = (target) => [...wishes].filter((wish) => wish.target === target);

  return {
    /**
     * @param {number} target
     * @param {string} emoji
     * @param {boolean} on
     */
    add(target, emoji, on) {
      of(target).forEach((wish) => wish.emoji === emoji && wishes.delete(wish));
      // Its seq is not known until the server has acknowledged it.
      const wish = { target, emoji, on, seq: Infinity };
      wishes.add(wish);
      return wish;
    },
    remove: wishes.delete.bind(wishes),
    /**
     * The log has come to this seq.
     *
     * @param {number} seq
     * @returns {number[]} the messages that look otherwise now
     */
    passed: (seq) => [...wishes].filter((wish) => wish.seq <= seq && wishes.delete(wish)).map(({ target }) => target),
    /**
     * @param {number} target
     * @param {Reaction[]} reactions as the log has them
     */
    over: (target, reactions) => of(target).reduce((shown, { emoji, on }) =>
      (shown.some((item) => item.emoji === emoji && item.mine) === on ? shown : counted(shown, emoji, on, on)), reactions),
    /** @param {number} target */
    has: (target) => of(target).length,
  };
};

module.exports = { foldReaction, createReactionWishes };
