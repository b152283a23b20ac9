import { h } from './dom.js';

const HUES = 12;
const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** @param {string} id */
function hueOf(id) {
  let hash = 2166136261;
  for (let i = 0; i < id.length; i++) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  }
  return (hash >>> 0) % HUES;
}

/** @param {string} name */
function initials(name) {
  const words = name.trim().split(/[\s_·.-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = [...(words[0] ?? name.trim())][0] ?? '?';
  if (HAN.test(first) || words.length < 2) {
    return first.toUpperCase();
  }
  const second = [...words[1]][0];
  return (HAN.test(second) ? first : first + second).toUpperCase();
}

/**
 * @param {string} id whose hash chooses the hue
 * @param {string} name
 * @param {string} [className]
 */
export const avatar = (id, name, className = '') =>
  h('span', { class: `avatar hue-${hueOf(id)} ${className}`.trim(), 'aria-hidden': 'true' }, initials(name));
