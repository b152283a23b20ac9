import { language, t } from './strings/index.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** @param {number} time */
const dayOf = (time) => new Date(time).setHours(0, 0, 0, 0);

/** @param {number} time */
const daysAgo = (time) => Math.round((dayOf(Date.now()) - dayOf(time)) / DAY);

/**
 * @param {number} time
 * @param {Intl.DateTimeFormatOptions} options
 */
const by = (time, options) => new Intl.DateTimeFormat(language(), options).format(time);

/** @param {number} time */
export const clockTime = (time) => by(time, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** @param {number} time */
const dateOf = (time) =>
  by(time, new Date(time).getFullYear() === new Date().getFullYear()
    ? { day: 'numeric', month: 'short' }
    : { day: 'numeric', month: 'short', year: 'numeric' });

/** @param {number} time when something last happened, for the list */
export function listTime(time) {
  if (!time) {
    return '';
  }
  const days = daysAgo(time);
  if (days <= 0) {
    return Math.abs(Date.now() - time) < MINUTE ? t('time.now') : clockTime(time);
  }
  return days === 1 ? t('time.yesterday') : days < 7 ? by(time, { weekday: 'short' }) : dateOf(time);
}

/** @param {number} time */
export function dayName(time) {
  const days = daysAgo(time);
  if (days <= 1) {
    return days <= 0 ? t('time.today') : t('time.yesterday');
  }
  return days < 7 ? by(time, { weekday: 'long' }) : `${by(time, { weekday: 'short' })}, ${dateOf(time)}`;
}

/** @param {number} time */
export const fullTime = (time) => by(time, { dateStyle: 'full', timeStyle: 'short' });

/** @type {[number, string][]} */
const UNITS = [[24 * 60 * MINUTE, 'day'], [60 * MINUTE, 'hour'], [MINUTE, 'minute'], [1_000, 'second']];

/** @param {number} ms as its largest unit that is whole */
export function duration(ms) {
  const [size, unit] = UNITS.find(([length]) => ms >= length && ms % length === 0) ?? UNITS[UNITS.length - 1];
  return new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'long' }).format(ms / size);
}

/** @param {number} time */
export const shortDateTime = (time) => by(time, { dateStyle: 'medium', timeStyle: 'short' });

/** @param {string[]} names */
export const listOf = (names) => new Intl.ListFormat(language()).format(names);

/** @param {number} n */
export const badge = (n) => (n > 99 ? '99+' : String(n));

const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s)+$/u;
/** Longer rows of emoji are text again. */
const EMOJI_AT_MOST = 24;

/** @param {string} text */
export const isEmojiOnly = (text) => text.length <= EMOJI_AT_MOST && EMOJI.test(text);

const LINK = /https?:\/\/[^\s<>"'“”‘’，。！？；：、（）《》【】]+/giu;

/**
 * Text and links, as nodes. Only http and https become links; what isn't a URL stays text.
 *
 * @param {string} text
 * @returns {(string | HTMLAnchorElement)[]}
 */
export function linkify(text) {
  const parts = [];
  let done = 0;
  for (const match of text.matchAll(LINK)) {
    let found = match[0].replace(/[.,!?;:]+$/, '');
    if (found.endsWith(')') && !found.includes('(')) {
      found = found.slice(0, -1);
    }
    if (!URL.canParse(found) || !['http:', 'https:'].includes(new URL(found).protocol)) {
      continue;
    }
    const link = document.createElement('a');
    link.href = found;
    link.textContent = found;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    parts.push(text.slice(done, match.index), link);
    done = match.index + found.length;
  }
  return [...parts, text.slice(done)];
}

/** What a room is called; a direct chat by the other person. @param {import('../../core/src/types.js').Conversation} room */
export const nameOfRoom = (room) => room.name || room.peer?.name || room.id;
