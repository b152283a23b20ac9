import { h } from '../dom.js';
import { percent } from '../sizes.js';
import { t } from '../strings/index.js';
import { icon } from '../icons.js';

/** @import { Acts } from './message-actions.js' */
/** @import { Row } from '../../../core/src/types.js' */

const SVG = 'http://www.w3.org/2000/svg';
const RADIUS = 20;
const ROUND = 2 * Math.PI * RADIUS;

/**
 * How much of a file was sent, as a ring around the button that stops it.
 *
 * @param {Acts} acts
 * @param {Row} row
 */
export function createUploadRing(acts, row) {
  const svg = document.createElementNS(SVG, 'svg');
  const circle = document.createElementNS(SVG, 'circle');
  svg.setAttribute('viewBox', '0 0 48 48');
  svg.setAttribute('aria-hidden', 'true');
  for (const [name, value] of Object.entries({ cx: 24, cy: 24, r: RADIUS, 'stroke-dasharray': ROUND })) {
    circle.setAttribute(name, String(value));
  }
  svg.append(circle);
  const element = h('button', {
    type: 'button', class: 'ring', 'data-testid': 'upload-cancel', onclick: () => acts.discard(row),
  }, svg, icon('close'));

  /** @param {Row} now */
  function update({ upload }) {
    const part = upload && upload.total > 0 ? upload.sent / upload.total : 0;
    circle.setAttribute('stroke-dashoffset', String(ROUND * (1 - part)));
    element.setAttribute('aria-label', t('upload.cancel', { percent: percent(part) }));
    element.dataset.percent = String(Math.round(part * 100));
  }
  update(row);
  return { element, update };
}
