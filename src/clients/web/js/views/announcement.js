import { h } from '../dom.js';
import { icon } from '../icons.js';
import { richText } from '../rich-text.js';
import { t } from '../strings/index.js';
import { iconButton } from './common.js';

/** @import { App } from '../app.js' */

const PREFIX = 'akkachat.announcement:';

/** @param {string} room */
function seenIn(room) {
  try {
    return localStorage.getItem(PREFIX + room) ?? '';
  } catch {
    return '';
  }
}

/**
 * What those who run a room want everybody to know: one line that opens, and goes for good when one closes it.
 *
 * @param {App} app
 * @param {string} room
 */
export function createAnnouncement(app, room) {
  const words = h('span', { class: 'words', dir: 'auto' });
  const opener = h('button', { type: 'button', class: 'opener', 'aria-expanded': 'false', onclick: () => {
    const open = element.classList.toggle('open');
    opener.setAttribute('aria-expanded', String(open));
  } }, icon('megaphone'), h('span', { class: 'visually-hidden' }, t('announcement')), words);
  const element = h('div', { class: 'announcement', hidden: true, 'data-testid': 'announcement', role: 'region', 'aria-label': t('announcement') },
    opener, iconButton(t('close'), 'close', { 'data-testid': 'announcement-close', onclick: close }));
  let shown = '';
  let seen = seenIn(room);

  function close() {
    seen = shown;
    try {
      localStorage.setItem(PREFIX + room, shown);
    } catch {
      // Closed for as long as the page lives.
    }
    update();
  }

  function update() {
    const text = app.client.conversations.get(room)?.announcement ?? '';
    if (text !== shown) {
      shown = text;
      words.replaceChildren(...richText(text, []));
    }
    element.hidden = text === '' || text === seen;
  }
  return { element, update };
}
