// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

/** What this folder takes from the language so often that a bundle is smaller with it named once. */
const { max, min } = Math;
const { entries, fromEntries } = Object;

module.exports = { max, min, entries, fromEntries };
