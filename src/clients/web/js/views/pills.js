import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../strings/index.js';

/**
 * The two buttons that float over the log: down to what is new, and up to what one has not read.
 *
 * @param {{ toEnd(): void, toUnread(): void }} go
 */
export function createPills({ toEnd, toUnread }) {
  const down = h('button', { type: 'button', class: 'pill', hidden: true, onclick: toEnd });
  const up = h('button', {
    type: 'button', class: 'pill up', hidden: true, 'data-testid': 'unread-pill', onclick: toUnread,
  });
  const element = h('div', { class: 'pills' }, up, down);
  let drawn = '';
  let unread = 0;
  let dismissed = false;
  return {
    element,
    /** @param {number} n how many were unread when the room was opened */
    unread(n) {
      unread = n;
    },
    /** @param {boolean} on */
    busy(on) {
      up.toggleAttribute('disabled', on);
      dismissed ||= on;
    },
    /** @param {{ fresh: number, far: boolean, unreadAbove: boolean }} state */
    update({ fresh, far, unreadAbove }) {
      // Who has been there once knows the way.
      dismissed ||= unread > 0 && !unreadAbove;
      up.hidden = !unreadAbove || dismissed || unread === 0;
      down.hidden = fresh === 0 && !far;
      const state = `${fresh} ${down.hidden} ${up.hidden} ${unread}`;
      if (state === drawn) {
        return;
      }
      drawn = state;
      const label = fresh > 0 ? t('chat.new', { n: fresh }) : t('chat.end');
      down.classList.toggle('round', fresh === 0);
      down.setAttribute('aria-label', label);
      down.replaceChildren(icon('down'), fresh > 0 ? label : '');
      fresh > 0 && !down.hidden ? down.setAttribute('data-testid', 'new-pill') : down.removeAttribute('data-testid');
      up.replaceChildren(icon('send'), t('list.unread', { n: unread }));
    },
  };
}
