import { language } from './strings/index.js';

const STEP = 1_024;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
const MINUTE_S = 60;

/** @param {number} bytes */
export function fileSize(bytes) {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(STEP))));
  const value = bytes / STEP ** power;
  return new Intl.NumberFormat(language(), {
    style: 'unit', unit: UNITS[power], unitDisplay: 'short', maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}

/** @param {number} ms */
export function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  return `${Math.floor(seconds / MINUTE_S)}:${String(seconds % MINUTE_S).padStart(2, '0')}`;
}

/** @param {number} part 0 to 1 */
export const percent = (part) => new Intl.NumberFormat(language(), { style: 'percent' }).format(part);
