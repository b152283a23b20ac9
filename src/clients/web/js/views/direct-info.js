import { h } from '../dom.js';
import '../details.js';
import { t } from '../strings/index.js';
import { ownPart, wideButton } from './info-parts.js';
import { blockButton, idLine, personHead } from './user-card.js';

/** @import { App } from '../app.js' */

/**
 * The panel of a direct chat: the other person, and one's own view of it.
 *
 * @param {App} app
 * @param {string} id
 * @param {string} peer
 */
export function createDirectInfo(app, id, peer) {
  const slot = h('div', { class: 'slot' });
  const head = personHead(app, peer);
  const own = ownPart(app, id, slot);
  const element = h('div', { class: 'sheet-body' }, head.element, slot,
    wideButton(t('search.in'), 'search', { 'data-testid': 'info-search', onclick: () => app.search(id) }),
    own.element, blockButton(app, peer, slot), idLine(t('user.id'), peer, 'user-id'));

  function update() {
    const room = app.client.conversations.get(id);
    room && own.update(room);
  }

  update();
  return { element, update, dispose: head.dispose };
}
