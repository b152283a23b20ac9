import { h } from '../dom.js';
import { icon } from '../icons.js';
import '../details.js';
import { t } from '../strings/index.js';
import { section, toggle } from './form.js';

/** @import { App } from '../app.js' */
/** @import { Conversation } from '../../../core/src/types.js' */

/**
 * A part of a panel that draws itself again when what it shows has changed. The control that had the focus keeps it.
 *
 * @param {(room: Conversation) => any} stateOf
 * @param {(room: Conversation) => any[]} build
 */
export function part(stateOf, build) {
  const element = h('div', { class: 'part' });
  let drawn = '';
  return {
    element,
    /** @param {Conversation} room */
    update(room) {
      const state = JSON.stringify(stateOf(room));
      if (state === drawn) {
        return;
      }
      drawn = state;
      const active = element.contains(document.activeElement) ? document.activeElement : null;
      const testid = /** @type {HTMLElement | null} */ (active)?.dataset.testid;
      element.replaceChildren(...build(room).filter(Boolean));
      if (testid) {
        /** @type {HTMLElement | null} */ (element.querySelector(`[data-testid="${testid}"]`))?.focus();
      }
    },
  };
}

/**
 * A button as wide as the panel.
 *
 * @param {string} label
 * @param {Parameters<typeof icon>[0]} name
 * @param {Record<string, any>} props
 */
export const wideButton = (label, name, props) =>
  h('button', { type: 'button', ...props, class: `wide-button ${props.class ?? ''}` }, icon(name), label);

/**
 * One's own view of a chat.
 *
 * @param {App} app
 * @param {string} id
 * @param {HTMLElement} slot
 */
export const ownPart = (app, id, slot) => part(({ pinned, silenced }) => [pinned, silenced], ({ pinned, silenced }) => [
  section(null,
    toggle({
      label: t('room.pin'), on: pinned, testid: 'info-pin', slot, run: (on) => app.client.pin(id, on),
    }),
    toggle({
      label: t('room.silence'), hint: t('room.silence.hint'), on: silenced, testid: 'info-silence', slot,
      run: (on) => app.client.silence(id, on),
    })),
]);
