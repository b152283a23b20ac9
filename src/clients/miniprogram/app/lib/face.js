/** What stands for a person or room without a picture. */

const HUES = 12;
const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function hueOf(id) {
  let hash = 2166136261;
  for (let i = 0; i < id.length; i++) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  }
  return (hash >>> 0) % HUES;
}

function initials(name) {
  const words = name.trim().split(/[\s_·.-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = [...(words[0] || name.trim())][0] || '?';
  if (HAN.test(first) || words.length < 2) {
    return first.toUpperCase();
  }
  const second = [...words[1]][0];
  return (HAN.test(second) ? first : first + second).toUpperCase();
}

/** @param {string} id whose hash chooses the hue */
const faceOf = (id, name, avatar) => ({ hue: hueOf(id || ''), initials: initials(name || '?'), avatar: avatar || '' });

module.exports = { faceOf };
