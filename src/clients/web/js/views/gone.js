import { h } from '../dom.js';
import { t } from '../strings/index.js';
import { emptyState, problem } from './common.js';

/** @import { App } from '../app.js' */
/** @typedef {'left' | 'removed' | 'banned' | 'dissolved'} Reason */

/**
 * Stands for a room that one is no longer in: why, and what one can do.
 *
 * @param {App} app
 * @param {string} room
 */
export function createGone(app, room) {
  const { client } = app;
  const element = h('div', { class: 'empty gone', 'data-testid': 'gone' });
  /** @type {Reason} */
  let reason = 'left';
  let shown = false;

  // The last event of a room says why; it comes before the room goes.
  const stop = client.on('push', (push) => {
    if (push.type === 'event' && push.room === room) {
      if (push.kind === 'room' && push.change === 'dissolved') {
        reason = 'dissolved';
      } else if (push.kind === 'member' && push.user === client.me?.id && ['left', 'removed', 'banned', 'joined', 'invited'].includes(push.change)) {
        reason = push.change === 'removed' || push.change === 'banned' ? push.change : 'left';
      }
    }
  });

  async function onJoin() {
    try {
      const joined = await client.joinRoom(room);
      if (joined?.role) {
        client.openRoom(room);
      } else {
        element.querySelector('.actions')?.replaceChildren(h('p', { role: 'status' }, t('chat.gone.requested')));
      }
    } catch (error) {
      element.querySelector('.problem')?.remove();
      element.append(problem(error));
    }
  }

  function draw() {
    const may = reason === 'left' || reason === 'removed';
    element.dataset.reason = reason;
    element.replaceChildren(...emptyState(reason === 'banned' ? 'lock' : 'leave',
      t(reason === 'left' ? 'chat.gone' : `chat.gone.${reason}`), t(may ? 'chat.gone.hint' : `chat.gone.${reason}.hint`),
      may ? h('button', { type: 'button', class: 'button primary', 'data-testid': 'gone-join', onclick: onJoin }, t('chat.gone.join'))
        : h('button', { type: 'button', class: 'button', onclick: () => app.go(null) }, t('back'))).childNodes);
  }

  return {
    element,
    get shown() {
      return shown;
    },
    /** @param {boolean} on */
    show(on) {
      shown = on;
      on && draw();
    },
    dispose: stop,
  };
}
