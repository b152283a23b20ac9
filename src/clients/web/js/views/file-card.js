import { h } from '../dom.js';
import { icon } from '../icons.js';
import { measure, words } from '../content.js';
import { fileSize } from '../sizes.js';
import { t } from '../strings/index.js';
import { elsewhere, isMedia } from './picture.js';
import { createUploadRing } from './upload-ring.js';

/** @import { App } from '../app.js' */
/** @import { LogContext } from './log-lines.js' */
/** @import { Content, Row } from '../../../core/src/types.js' */
/** @import { Drawn } from './message-content.js' */

/**
 * Gets a file of this server onto the disk.
 *
 * @param {App} app
 * @param {string} url
 * @param {string} name
 */
export async function download(app, url, name) {
  const link = /** @type {HTMLAnchorElement} */ (h('a', { href: await app.client.mediaUrl(url), download: name }));
  document.body.append(link);
  link.click();
  link.remove();
}

/** @param {string} name the last letters of a file's name, as on its face */
const ending = (name) => /\.([a-z0-9]{1,4})$/i.exec(name)?.[1].toUpperCase() ?? '';

/**
 * @param {LogContext} context
 * @param {Row} row
 * @param {Content} content
 * @returns {Drawn}
 */
export function createFile({ app, acts }, row, content) {
  const url = words(content.url);
  const name = words(content.name) || t('preview.file');
  if (!isMedia(url) && row.state === 'sent') {
    return { element: elsewhere(url, name), class: 'carded', dispose: () => {} };
  }
  const size = measure(content.size);
  const ring = row.upload ? createUploadRing(acts, row) : null;
  const face = h('span', { class: 'face' }, ring?.element ?? (ending(name) || icon('file')));
  const lines = h('span', { class: 'lines' }, h('span', { class: 'title', dir: 'auto', 'data-testid': 'file-name' }, name),
    h('span', { class: 'meta' }, size ? fileSize(size) : ''));
  const props = { class: 'card', 'data-testid': 'file', title: name };
  return {
    element: ring || row.seq === null ? h('div', props, face, lines) : h('button', {
      type: 'button', ...props, 'aria-label': t('file.download', { name }),
      onclick: () => void download(app, url, name).catch(acts.problem),
    }, face, lines, icon('download')),
    class: 'carded',
    dispose: () => {},
    progress: ring ? ring.update : undefined,
  };
}
