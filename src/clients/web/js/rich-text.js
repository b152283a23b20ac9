import { linkify } from './format.js';
import { h } from './dom.js';

const FEW = 3;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** @param {string} text emoji, and nothing else */
export const isFew = (text) => [...graphemes.segment(text.replace(/\s+/gu, ''))].length <= FEW;

/** @param {string} text */
const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Text as nodes: links, and the names of people who are mentioned. There is no markup in it, whatever it looks like.
 *
 * @param {string} text
 * @param {{ name: string, own: boolean }[]} mentioned
 * @returns {(string | Node)[]}
 */
export function richText(text, mentioned) {
  const byName = new Map(mentioned.filter(({ name }) => name).map(({ name, own }) => [name, own]));
  if (byName.size === 0) {
    return linkify(text);
  }
  // The longest first: “@Ann Lee” is not “@Ann” with a word behind it.
  const names = [...byName.keys()].sort((a, b) => b.length - a.length).map(literally);
  const parts = [];
  let done = 0;
  for (const match of text.matchAll(new RegExp(`@(${names.join('|')})`, 'gu'))) {
    parts.push(...linkify(text.slice(done, match.index)),
      h('span', { class: byName.get(match[1]) ? 'mention own' : 'mention' }, match[0]));
    done = match.index + match[0].length;
  }
  return [...parts, ...linkify(text.slice(done))];
}
