import { h } from '../dom.js';
import { summaryOf } from '../content.js';
import { t } from '../strings/index.js';
import { copy, iconButton } from './common.js';

/** @import { Acts } from './message-actions.js' */

/**
 * What can be done with several messages at once; it stands where one writes otherwise.
 *
 * @param {Acts} acts
 */
export function createSelectionBar(acts) {
  const { selection } = acts;
  const count = h('span', { class: 'count', role: 'status' });
  const texts = () => selection.rows().map(({ content }) => (typeof content?.text === 'string' ? content.text : summaryOf(content))).join('\n');
  const copying = iconButton(t('message.copy'), 'copy', {
    'data-testid': 'selection-copy', onclick: () => {
      copy(texts(), t('message.copied'));
      selection.stop();
    },
  });
  const forward = h('button', {
    type: 'button', class: 'button primary', 'data-testid': 'selection-forward',
    onclick: () => acts.forward(selection.rows().map(({ seq }) => seq ?? 0)),
  }, t('message.forward'));
  const element = h('div', { class: 'selection-bar', hidden: true, role: 'toolbar', 'aria-label': t('message.select'), 'data-testid': 'selection-bar' },
    iconButton(t('cancel'), 'close', { 'data-testid': 'selection-cancel', onclick: selection.stop }), count, copying, forward);
  return {
    element,
    update() {
      element.hidden = !selection.on;
      count.textContent = t('select.count', { n: selection.size });
      [copying, forward].forEach((button) => button.toggleAttribute('disabled', selection.size === 0));
    },
  };
}
