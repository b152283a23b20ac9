import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../strings/index.js';

/** @import { App } from '../app.js' */

/** Short interruptions are not worth a word. */
const PATIENCE_MS = 2_000;

/**
 * Says that the connection is away: at once when offline, after a moment while it comes back.
 *
 * @param {App} app
 */
export function createConnectionBar(app) {
  const bar = h('div', { class: 'bar', role: 'status', hidden: true, 'data-testid': 'connection-bar' });
  /** @type {any} */
  let timer = null;

  /** @param {string} state */
  function show(state) {
    bar.replaceChildren(icon('offline'), t(`bar.${state}`));
    bar.dataset.state = state;
    bar.hidden = false;
  }

  /** @param {{ state: string }} status */
  function update({ state }) {
    clearTimeout(timer);
    if (state === 'offline') {
      show(state);
    } else if (state === 'connecting' || state === 'reconnecting') {
      bar.hidden ? (timer = setTimeout(() => show(state), PATIENCE_MS)) : show(state);
    } else {
      bar.hidden = true;
    }
  }

  app.listen('status', update);
  app.onUnmount(() => clearTimeout(timer));
  update(app.client.status);
  return bar;
}
