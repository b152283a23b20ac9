// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { text } = require('./protocol.js');
/** @import { Reaction, RoomEvent } from './types.js' */

/**
 * @param {Reaction[]} reactions
 * @param {string} emoji
 * @param {number} step 1 or -1
 * @param {boolean} mine
 */
function counted(reactions, emoji, step, mine) {
  const was = reactions.find((item) => item.emoji === emoji) ?? { emoji, count: 0, mine: false };
  const now = { emoji, count: Math.max(0, was.count + step), mine };
  const others = reactions.filter((item) => item.emoji !== emoji);
  if (now.count === 0) {
    return others;
  }
  return was.count ? reactions.map((item) => (item.emoji === emoji ? now : item)) : [...others, now];
}

/**
 * @param {Reaction[]} reactions
 * @param {RoomEvent} event
 * @param {string} me
 */
function foldReaction(reactions, event, me) {
  const emoji = text(event.emoji);
  const mine = reactions.some((item) => item.emoji === emoji && item.mine);
  return counted(reactions, emoji, event.on ? 1 : -1, event.from === me ? event.on === true : mine);
}

/** @typedef {{ on: boolean, seq: number | null }} Wish seq is null until the server has acknowledged it */

/**
 * This user's reactions to the messages of one log that are shown before the log has them. They lie over what the log
 * says, and go when the log has come to the seq of their acknowledgement, or when the server refused.
 */
function createReactionWishes() {
  /** @type {Map<number, Map<string, Wish>>} by the seq of the message, then by emoji */
  const wishes = new Map();

  /**
   * @param {number} target
   * @param {string} emoji
   */
  function drop(target, emoji) {
    const here = wishes.get(target);
    here?.delete(emoji);
    if (here?.size === 0) {
      wishes.delete(target);
    }
  }

  return {
    /**
     * @param {number} target
     * @param {string} emoji
     * @param {boolean} on
     * @returns {Wish} its identity tells it from a later one for the same emoji
     */
    add(target, emoji, on) {
      const wish = { on, seq: null };
      const here = wishes.get(target) ?? new Map();
      wishes.set(target, here.set(emoji, wish));
      return wish;
    },
    /**
     * @param {number} target
     * @param {string} emoji
     * @param {Wish} wish
     */
    remove(target, emoji, wish) {
      if (wishes.get(target)?.get(emoji) === wish) {
        drop(target, emoji);
      }
    },
    /**
     * The log has come to this seq.
     *
     * @param {number} seq
     * @returns {number[]} the messages that look otherwise now
     */
    passed(seq) {
      const changed = [];
      for (const [target, here] of [...wishes]) {
        for (const [emoji, wish] of [...here]) {
          if (wish.seq !== null && wish.seq <= seq) {
            drop(target, emoji);
            changed.push(target);
          }
        }
      }
      return changed;
    },
    /**
     * @param {number} target
     * @param {Reaction[]} reactions as the log has them
     */
    over(target, reactions) {
      let shown = reactions;
      for (const [emoji, { on }] of wishes.get(target) ?? []) {
        const mine = shown.some((item) => item.emoji === emoji && item.mine);
        shown = mine === on ? shown : counted(shown, emoji, on ? 1 : -1, on);
      }
      return shown;
    },
    /** @param {number} target */
    has: (target) => wishes.has(target),
  };
}

module.exports = { foldReaction, createReactionWishes };
