import { t } from './strings/index.js';

/** @import { Content } from '../../core/src/types.js' */

const SUMMARY_CHARS = 160;
const NAMED = ['image', 'voice', 'video', 'file', 'location', 'custom'];

/**
 * What a message says in one line: for quotes, for screen readers, for whatever has no room for all of it.
 *
 * @param {Content | null | undefined} content
 */
export function summaryOf(content) {
  const { kind, text, name } = content ?? { kind: '' };
  if ((kind === 'text' || kind === 'system') && typeof text === 'string') {
    return text.slice(0, SUMMARY_CHARS).replace(/\s+/gu, ' ').trim();
  }
  const label = NAMED.includes(kind) ? t(`preview.${kind}`) : t('preview.other');
  return (kind === 'file' || kind === 'location') && typeof name === 'string' && name ? `${label}: ${name}` : label;
}

/** @param {any} value a measure of a content, which may be anything */
export const measure = (value) => (typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0);

/** @param {any} value */
export const words = (value) => (typeof value === 'string' ? value : '');
