/** What is in a text: links, names, emoji. */

const LINK = /https?:\/\/[^\s<>"'“”‘’，。！？；：、（）《》【】]+/gi;
/** Longer rows of emoji are text again. */
const EMOJI_AT_MOST = 24;
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s)+$/u;

const isEmojiOnly = (text) => text.length <= EMOJI_AT_MOST && EMOJI.test(text);

/** A link without what belongs to the sentence around it. */
function trimLink(found) {
  const link = found.replace(/[.,!?;:]+$/, '');
  return link.endsWith(')') && !link.includes('(') ? link.slice(0, -1) : link;
}

/**
 * A text in pieces: `text`, `link` or `at`.
 *
 * @param {string} text
 * @param {string[]} names of those whom the message mentions
 * @returns {{ kind: string, text: string }[]}
 */
function pieces(text, names) {
  const marks = [];
  for (const match of text.matchAll(LINK)) {
    marks.push({ at: match.index, kind: 'link', text: trimLink(match[0]) });
  }
  for (const name of names) {
    for (let at = text.indexOf(`@${name}`); name && at >= 0; at = text.indexOf(`@${name}`, at + 1)) {
      marks.push({ at, kind: 'at', text: `@${name}` });
    }
  }
  marks.sort((a, b) => a.at - b.at || b.text.length - a.text.length);
  const parts = [];
  let done = 0;
  for (const { at, kind, text: piece } of marks) {
    if (at >= done) {
      if (at > done) {
        parts.push({ kind: 'text', text: text.slice(done, at) });
      }
      parts.push({ kind, text: piece });
      done = at + piece.length;
    }
  }
  if (done < text.length) {
    parts.push({ kind: 'text', text: text.slice(done) });
  }
  return parts;
}

/**
 * A text in pieces, of which those in the ranges are `hit`.
 *
 * @param {string} text
 * @param {[number, number][]} ranges start and length, ascending
 */
function highlighted(text, ranges) {
  const parts = [];
  let done = 0;
  for (const [start, length] of ranges) {
    if (start > done) {
      parts.push({ kind: 'text', text: text.slice(done, start) });
    }
    parts.push({ kind: 'hit', text: text.slice(start, start + length) });
    done = start + length;
  }
  if (done < text.length) {
    parts.push({ kind: 'text', text: text.slice(done) });
  }
  return parts;
}

/** Pieces as a template's list takes them. */
const keyed = (parts) => parts.map((part, key) => ({ ...part, key }));

module.exports = { highlighted, isEmojiOnly, keyed, pieces };
