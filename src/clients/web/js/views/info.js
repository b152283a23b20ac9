import { h } from '../dom.js';
import { t } from '../strings/index.js';
import { iconButton } from './common.js';
import { createGroupInfo } from './group-info.js';
import { createDirectInfo } from './direct-info.js';

/** @import { App } from '../app.js' */

/** From here on there is room for a third pane. */
const WIDE = '(min-width: 1200px)';

/** @type {{ room: string, dialog: HTMLDialogElement } | null} */
let open = null;

/**
 * What there is to know and to set about a chat: a pane beside it where there is room, else a sheet over it. Asking
 * again closes it.
 *
 * @param {App} app
 * @param {string} id
 */
export function openInfo(app, id) {
  const { client } = app;
  const again = open?.room === id && open.dialog.isConnected;
  open?.dialog.close();
  const room = client.conversations.get(id);
  const shell = document.querySelector('.app');
  if (again || !room || !shell) {
    return;
  }
  const title = t(room.kind === 'dm' ? 'info.direct' : 'info.group');
  const content = room.kind === 'dm' && room.peer ? createDirectInfo(app, id, room.peer.id) : createGroupInfo(app, id);
  const docked = matchMedia(WIDE).matches && app.room === id;
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog', {
    class: `sheet ${docked ? 'docked' : ''}`, 'aria-label': title, 'data-testid': 'info',
    onkeydown: (/** @type {KeyboardEvent} */ event) => docked && event.key === 'Escape' && dialog.close(),
  }, h('header', { class: 'pane-head' }, h('h2', null, title),
    iconButton(t('close'), 'close', { 'data-testid': 'info-close', onclick: () => dialog.close() })),
  content.element));
  const stops = [
    client.on('conversations', () => (client.conversations.get(id) ? content.update() : dialog.close())),
    client.on('session', () => dialog.close()),
  ];
  const onRoute = () => app.room !== id && dialog.close();
  addEventListener('popstate', onRoute);
  dialog.addEventListener('click', (event) => !docked && event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => {
    stops.forEach((stop) => stop());
    removeEventListener('popstate', onRoute);
    content.dispose();
    dialog.remove();
    shell.classList.remove('with-info');
    open = null;
  });
  if (docked) {
    shell.append(dialog);
    shell.classList.add('with-info');
    dialog.show();
  } else {
    document.body.append(dialog);
    dialog.showModal();
  }
  open = { room: id, dialog };
}
