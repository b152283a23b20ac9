// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

/**
 * Drops what came first until no more than so many are left.
 *
 * @template K, V
 * @param {Map<K, V>} map
 * @param {number} most
 * @param {(key: K) => void} [drop]
 */
const keepNewest = (map, most, drop = (key) => map.delete(key)) => {
  for (const key of map.keys()) {
    map.size > most && drop(key);
  }
};

module.exports = { keepNewest };
