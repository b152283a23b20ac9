import { h } from '../dom.js';
import { icon } from '../icons.js';
import { measure, words } from '../content.js';
import { forgetPreview, previewOf } from '../previews.js';
import { duration } from '../sizes.js';
import { t } from '../strings/index.js';
import { createUploadRing } from './upload-ring.js';

/** @import { LogContext } from './log-lines.js' */
/** @import { Content, Row } from '../../../core/src/types.js' */
/** @import { Drawn } from './message-content.js' */

const WIDE = 320;
const HIGH = 320;
const LEAST = 72;
const UNKNOWN = { width: 240, height: 180 };
/** Smaller pictures are shown themselves; of larger ones the small copy has to do until one opens them. */
const SHOWN_BYTES = 2 * 1_024 * 1_024;
/** A moment in, where most films are no longer black. */
const POSTER = '#t=0.1';

/**
 * The size on screen of a picture, before anything of it is loaded.
 *
 * @param {number} width
 * @param {number} height
 */
export function fitPicture(width, height) {
  if (!width || !height) {
    return UNKNOWN;
  }
  const scale = Math.min(1, WIDE / width, HIGH / height);
  return {
    width: Math.round(Math.max(LEAST, width * scale)),
    height: Math.round(Math.max(LEAST, height * scale)),
  };
}

/** Whether an address is a file of this server; others are not loaded, only linked to. @param {string} url */
export const isMedia = (url) => url.startsWith('/media/');

/** @param {Content} content @param {string} className */
function frame(content, className) {
  const { width, height } = fitPicture(measure(content.width), measure(content.height));
  const box = h('span', { class: `frame ${className}` });
  box.style.width = `${width}px`;
  box.style.aspectRatio = `${width} / ${height}`;
  return box;
}

/** Stands for a file elsewhere: opening it is the reader's choice. @param {string} url @param {string} label */
export function elsewhere(url, label) {
  const safe = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
  return h(safe ? 'a' : 'span', {
    class: 'card', href: safe && url, target: safe && '_blank', rel: safe && 'noopener noreferrer',
  }, h('span', { class: 'face' }, icon('photo')), h('span', { class: 'lines' }, h('span', { class: 'title' }, label),
    h('span', { class: 'meta' }, safe ? new URL(url).host : t('media.broken'))));
}

/**
 * @param {LogContext} context
 * @param {Row} row
 * @param {Content} content
 * @returns {Drawn}
 */
export function createPicture({ app, acts }, row, content) {
  const { client } = app;
  const url = words(content.url);
  const local = previewOf(row.key);
  if (!isMedia(url) && !local && row.state === 'sent') {
    return { element: elsewhere(url, t('preview.image')), class: 'carded', dispose: () => {} };
  }
  const box = frame(content, 'image');
  let closed = false;

  /** @param {string} from @param {string} className @param {() => void} [loaded] @param {() => void} [failed] */
  const picture = (from, className, loaded, failed) => h('img', {
    src: from, class: className, alt: '', draggable: 'false', decoding: 'async', onload: loaded, onerror: failed,
  });
  if (local) {
    box.append(picture(local, 'local'));
  } else if (!isMedia(url)) {
    box.append(icon('photo'));
  }
  const failed = () => {
    forgetPreview(row.key);
    box.replaceChildren(icon('alert'), h('span', { class: 'meta' }, t('media.broken')));
  };
  async function load() {
    const thumb = words(content.thumb);
    const small = measure(content.size) > SHOWN_BYTES;
    try {
      if (isMedia(thumb) && !local) {
        const from = await client.mediaUrl(thumb);
        closed || box.prepend(picture(from, small ? 'sharp' : 'blurred'));
      }
      if (closed || (small && isMedia(thumb))) {
        return;
      }
      const whole = picture(await client.mediaUrl(url), 'whole', () => {
        whole.classList.add('loaded');
        box.querySelectorAll('.local, .blurred').forEach((other) => other.remove());
        forgetPreview(row.key);
      }, failed);
      closed || box.append(whole);
    } catch {
      closed || failed();
    }
  }

  const ring = row.upload ? createUploadRing(acts, row) : null;
  if (isMedia(url)) {
    void load();
  }
  const opened = h('button', {
    type: 'button', class: 'opener', 'data-testid': 'picture', 'aria-label': t('picture.open', { name: app.nameOf(row.from) }),
    onclick: () => acts.openPicture(row),
  }, box);
  const element = h('span', { class: 'media' }, opened, ring?.element);
  return { element, class: 'pictured', dispose: () => (closed = true), progress: ring ? ring.update : undefined };
}

/**
 * @param {LogContext} context
 * @param {Row} row
 * @param {Content} content
 * @returns {Drawn}
 */
export function createVideo({ app, acts }, row, content) {
  const { client } = app;
  const url = words(content.url);
  if (row.state === 'sent') {
    forgetPreview(row.key);
  }
  const local = previewOf(row.key);
  if (!isMedia(url) && !local && row.state === 'sent') {
    return { element: elsewhere(url, t('preview.video')), class: 'carded', dispose: () => {} };
  }
  const box = frame(content, 'video');
  const video = /** @type {HTMLVideoElement} */ (h('video', { preload: 'metadata', playsinline: true, 'aria-label': t('preview.video') }));
  video.muted = true;
  let closed = false;
  const button = h('button', {
    type: 'button', class: 'start', 'data-testid': 'video-play', 'aria-label': t('video.play'), onclick: () => {
      button.remove();
      video.muted = false;
      video.controls = true;
      void video.play().catch(() => null);
    },
  }, icon('play'));
  const length = measure(content.durationMs);
  const ring = row.upload ? createUploadRing(acts, row) : null;
  box.append(video, ring ? '' : button, length ? h('span', { class: 'length' }, duration(length)) : '');
  async function load() {
    try {
      const from = local ?? `${await client.mediaUrl(url)}${POSTER}`;
      if (!closed) {
        video.src = from;
      }
    } catch {
      closed || box.replaceChildren(icon('alert'), h('span', { class: 'meta' }, t('media.broken')));
    }
  }
  void load();
  return {
    element: h('span', { class: 'media', 'data-testid': 'video' }, box, ring?.element),
    class: 'pictured',
    dispose() {
      closed = true;
      video.removeAttribute('src');
      video.load();
    },
    progress: ring ? ring.update : undefined,
  };
}
