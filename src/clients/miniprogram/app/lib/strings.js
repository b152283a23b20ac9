/** Finds texts in the table, in the language chosen. */
const settings = require('./settings');
const TABLE = require('./table');

const column = () => (settings.language === 'zh' ? 1 : 0);

/**
 * @param {string} key
 * @param {Record<string, any>} [values] `n` chooses the plural form
 * @returns {string}
 */
function t(key, values = {}) {
  const entry = TABLE[key] ? TABLE[key][column()] : key;
  const form = typeof entry === 'string' ? entry : values.n === 1 ? entry.one : entry.other;
  return form.replace(/\{(\w+)\}/g, (_, name) => (name in values ? String(values[name]) : ''));
}

/** What an error code says to people. */
const sentence = (code) => (TABLE[`error.${code}`] ? t(`error.${code}`) : t('error.internal'));

/**
 * The texts of some parts of the table for a template, without their part's name.
 *
 * @param {...string} parts
 * @returns {Record<string, string>}
 */
function section(...parts) {
  /** @type {Record<string, string>} */
  const texts = {};
  for (const key of Object.keys(TABLE)) {
    const dot = key.indexOf('.');
    if (parts.includes(key.slice(0, dot)) && typeof TABLE[key][column()] === 'string') {
      texts[key.slice(dot + 1)] = TABLE[key][column()];
    }
  }
  return texts;
}

module.exports = { t, section, sentence };
