// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { min } = require('./builtins.js');
/** The first wait is drawn from 0 to this. */
const FLOOR_MS = 500;
/** No wait is ever drawn from more than this. */
const CEILING_MS = 30_000;

/**
 * Full jitter: each wait is drawn evenly from nothing up to a limit that doubles. Thousands of clients that lost the same
 * node therefore come back spread out.
 *
 * @param {() => number} random
 */
const createBackoff = (random) => {
  let attempt = 0;
  return {
    next: () => Math.round(random() * min(CEILING_MS, FLOOR_MS * 2 ** min(attempt++, 16))),
    reset() {
      attempt = 0;
    },
    get attempt() {
      return attempt;
    },
  };
};

module.exports = { createBackoff };
