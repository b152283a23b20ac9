import { h } from '../dom.js';
import { summaryOf } from '../content.js';
import { t } from '../strings/index.js';

/** @import { App } from '../app.js' */
/** @import { Row } from '../../../core/src/types.js' */

/** More at once are only counted. */
const READ_OUT_AT_MOST = 3;

/**
 * Reads out what comes in. The log itself cannot: it draws old lines too whenever one scrolls.
 *
 * @param {App} app
 */
export function createAnnouncer(app) {
  const element = h('div', { class: 'visually-hidden', 'aria-live': 'polite', 'data-testid': 'announcer' });
  /** @type {number | null} */
  let toldTo = null;
  /** What stands there to be read out. @type {Set<string>} */
  let told = new Set();
  return {
    element,
    /**
     * @param {Row[]} rows
     * @param {boolean} ready
     */
    rows(rows, ready) {
      if (told.size > 0 && rows.some((row) => row.recalled && told.has(row.key))) {
        told.clear();
        element.textContent = '';
      }
      const newest = rows.findLast((row) => row.seq !== null)?.seq ?? 0;
      if (toldTo === null || !ready) {
        toldTo = ready ? newest : null;
        return;
      }
      const fresh = [];
      for (let i = rows.length - 1; i >= 0 && (rows[i].seq ?? Infinity) > toldTo; i--) {
        rows[i].kind === 'message' && !rows[i].own && rows[i].seq !== null && fresh.unshift(rows[i]);
      }
      toldTo = Math.max(toldTo, newest);
      if (fresh.length > 0) {
        told = new Set(fresh.map(({ key }) => key));
        element.textContent = fresh.length > READ_OUT_AT_MOST ? t('chat.new', { n: fresh.length })
          : fresh.map((row) => `${app.nameOf(row.from)}: ${summaryOf(row.content)}`).join('\n');
      }
    },
  };
}
