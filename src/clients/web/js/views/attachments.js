import { h } from '../dom.js';
import { icon } from '../icons.js';
import { fileSize } from '../sizes.js';
import { t } from '../strings/index.js';
import { keepPreview } from '../previews.js';
import { iconButton } from './common.js';

/** @import { App } from '../app.js' */

export const FILES_AT_MOST = 20;
const PICTURES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);
const FILMS = new Set(['video/mp4', 'video/webm', 'video/quicktime']);
/** A film that does not tell its size in this time is sent without it. */
const PATIENCE_MS = 4_000;

/** @typedef {{ file: File, kind: 'image' | 'video' | 'file', preview?: string, width?: number, height?: number, durationMs?: number }} Attachment */

/** @param {File} file */
const kindOf = (file) => (PICTURES.has(file.type) ? 'image' : FILMS.has(file.type) ? 'video' : 'file');

/**
 * What was chosen, pasted or dropped and not sent yet, with a look at it.
 *
 * @param {App} app
 * @param {object} options
 * @param {() => void} options.changed
 * @param {(code: string) => void} options.problem
 */
export function createAttachments(app, { changed, problem }) {
  const list = h('ul', { class: 'attachments', 'aria-label': t('attach.list') });
  const element = h('div', { class: 'tray', hidden: true, 'data-testid': 'attachments' }, list);
  /** @type {Attachment[]} */
  let chosen = [];

  function draw() {
    element.hidden = chosen.length === 0;
    list.replaceChildren(...chosen.map((one) => h('li', { class: one.kind, 'data-testid': 'attachment', title: one.file.name },
      one.kind === 'image' ? h('img', { src: one.preview, alt: one.file.name })
        : h('span', { class: 'face' }, icon(one.kind === 'video' ? 'play' : 'file')),
      one.kind === 'image' ? '' : h('span', { class: 'lines' }, h('span', { class: 'title', dir: 'auto' }, one.file.name),
        h('span', { class: 'meta' }, fileSize(one.file.size))),
      iconButton(t('attach.remove', { name: one.file.name }), 'close', {
        'data-testid': 'attachment-remove', onclick: () => remove(one),
      }))));
    changed();
  }

  /** @param {Attachment} one */
  function remove(one) {
    one.preview && URL.revokeObjectURL(one.preview);
    chosen = chosen.filter((other) => other !== one);
    draw();
  }

  /** @param {Attachment} one */
  async function look(one) {
    const preview = one.preview ?? '';
    if (one.kind === 'image') {
      const image = new Image();
      image.src = preview;
      await image.decode().catch(() => null);
      Object.assign(one, image.naturalWidth ? { width: image.naturalWidth, height: image.naturalHeight } : null);
    } else if (one.kind === 'video') {
      const video = document.createElement('video');
      video.preload = 'metadata';
      await new Promise((resolve) => {
        video.onloadedmetadata = video.onerror = resolve;
        setTimeout(resolve, PATIENCE_MS);
        video.src = preview;
      });
      const { videoWidth: width, videoHeight: height, duration } = video;
      Object.assign(one, width ? { width, height } : null, Number.isFinite(duration) ? { durationMs: duration * 1_000 } : null);
      video.removeAttribute('src');
    }
  }

  return {
    element,
    get size() {
      return chosen.length;
    },
    /** @param {Iterable<File>} files */
    add(files) {
      for (const file of files) {
        if (file.size === 0) {
          problem('empty_file');
        } else if (chosen.length === FILES_AT_MOST) {
          problem('too_many_files');
        } else {
          const kind = kindOf(file);
          const preview = kind === 'file' ? undefined : URL.createObjectURL(file);
          chosen = [...chosen, { file, kind, preview }];
        }
      }
      draw();
    },
    /**
     * All of them go out, each as a message of its own.
     *
     * @param {string} room
     * @param {number | undefined} replyTo of the first one
     */
    async send(room, replyTo) {
      const sent = chosen;
      chosen = [];
      draw();
      await Promise.all(sent.map(look));
      sent.forEach((one, place) => {
        const { file, ...rest } = one;
        const id = app.client.sendFile(room, {
          ...rest, body: file, name: file.name || t(`preview.${rest.kind}`), mime: file.type || 'application/octet-stream', size: file.size,
        }, place === 0 && replyTo ? { replyTo } : undefined);
        keepPreview(id, one.preview);
      });
    },
    dispose: () => chosen.forEach(({ preview }) => preview && URL.revokeObjectURL(preview)),
  };
}
