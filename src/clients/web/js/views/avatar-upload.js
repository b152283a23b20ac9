import { ChatError } from '/core/index.js';
import { h } from '../dom.js';
import '../details.js';
import { t } from '../strings/index.js';
import { attempt } from './common.js';

/** @import { App } from '../app.js' */

/** Large enough for any screen, small enough for any network. */
const SIDE_PX = 512;
const QUALITY = 0.9;

/**
 * The middle of a picture.
 *
 * @param {Blob} file
 * @returns {Promise<Blob>}
 */
async function square(file) {
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) {
    throw new ChatError('content_rejected');
  }
  const side = Math.min(image.width, image.height);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.min(SIDE_PX, side);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = '#FFFFFF';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
  image.close();
  return new Promise((resolve, reject) => canvas.toBlob(
    (blob) => (blob ? resolve(blob) : reject(new ChatError('content_rejected'))), 'image/jpeg', QUALITY));
}

/**
 * Buttons that change a picture or take it away.
 *
 * @param {App} app
 * @param {object} options
 * @param {boolean} options.has
 * @param {HTMLElement} options.slot where a problem goes
 * @param {(url: string) => Promise<any>} options.save an empty address takes the picture away
 */
export function avatarButtons(app, { has, slot, save }) {
  const input = /** @type {HTMLInputElement} */ (h('input', {
    type: 'file', accept: 'image/*', class: 'visually-hidden', tabindex: -1, 'aria-label': t('avatar.change'),
    'data-testid': 'avatar-file', onchange: onFile,
  }));
  const change = h('button', {
    type: 'button', class: 'link', 'data-testid': 'avatar-change', onclick: () => input.click(),
  }, t('avatar.change'));
  const remove = has && h('button', {
    type: 'button', class: 'link', 'data-testid': 'avatar-remove', onclick: () => void attempt(change, slot, () => save('')),
  }, t('avatar.remove'));

  function onFile() {
    const [file] = input.files ?? [];
    input.value = '';
    if (file) {
      void attempt(change, slot, async () => {
        const body = await square(file);
        const { url } = await app.client.upload({ body, name: 'avatar.jpg', mime: body.type, size: body.size });
        await save(url);
      });
    }
  }

  return h('div', { class: 'avatar-buttons' }, change, remove, input);
}
