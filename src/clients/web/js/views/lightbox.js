import { h } from '../dom.js';
import { fullTime } from '../format.js';
import { words } from '../content.js';
import { loadStyle } from '../styles.js';
import '../details.js';
import { t } from '../strings/index.js';
import { iconButton } from './common.js';
import { download } from './file-card.js';
import { isMedia } from './picture.js';

/** @import { App } from '../app.js' */
/** @import { Row } from '../../../core/src/types.js' */

const ZOOM_STEP = 1.4;
const ZOOM_MOST = 8;
const SWIPE_PX = 60;

/**
 * Pictures at their best: one at a time, to be enlarged and moved, with a way to the next and the one before.
 *
 * @param {App} app
 * @param {Row[]} rows all pictures that are loaded, as they were said
 * @param {Row} row the one to begin with
 */
export async function openLightbox(app, rows, row) {
  await loadStyle('/css/lightbox.css');
  let place = Math.max(0, rows.findIndex(({ key }) => key === row.key));
  let zoom = 1;
  let x = 0;
  let y = 0;
  const stage = h('div', { class: 'stage' });
  const caption = h('p', { class: 'caption', 'aria-live': 'polite' });
  const before = iconButton(t('picture.before'), 'before', { class: 'side-button', 'data-testid': 'picture-before', onclick: () => go(-1) });
  const after = iconButton(t('picture.after'), 'after', { class: 'side-button', 'data-testid': 'picture-after', onclick: () => go(1) });
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog', { class: 'lightbox', 'aria-label': t('preview.image'), 'data-testid': 'lightbox' },
    h('header', null, caption,
      iconButton(t('picture.smaller'), 'zoomOut', { 'data-testid': 'picture-smaller', onclick: () => scale(1 / ZOOM_STEP) }),
      iconButton(t('picture.larger'), 'zoomIn', { 'data-testid': 'picture-larger', onclick: () => scale(ZOOM_STEP) }),
      iconButton(t('picture.save'), 'download', { onclick: () => void download(app, words(rows[place].content?.url), 'picture').catch(() => failed()) }),
      iconButton(t('close'), 'close', { 'data-testid': 'lightbox-close', onclick: () => dialog.close() })),
    before, stage, after));

  const image = () => stage.querySelector('img');

  function move() {
    const shown = image();
    if (shown) {
      shown.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
    }
    dialog.dataset.zoom = zoom.toFixed(2);
    stage.classList.toggle('zoomed', zoom > 1);
  }

  /** @param {number} by */
  function scale(by) {
    zoom = Math.min(ZOOM_MOST, Math.max(1, zoom * by));
    if (zoom < 1.01) {
      zoom = 1;
      x = y = 0;
    }
    move();
  }

  const failed = () => stage.replaceChildren(h('p', { class: 'hint' }, t('media.broken')));

  async function show() {
    const { content, from, time } = rows[place];
    const asked = place;
    const url = words(content?.url);
    caption.textContent = `${app.nameOf(from)} · ${fullTime(time)} · ${place + 1}/${rows.length}`;
    before.toggleAttribute('disabled', place === 0);
    after.toggleAttribute('disabled', place === rows.length - 1);
    zoom = 1;
    x = y = 0;
    stage.replaceChildren(h('div', { class: 'skeleton' }));
    try {
      const src = isMedia(url) ? await app.client.mediaUrl(url) : '';
      if (asked === place) {
        src ? stage.replaceChildren(h('img', {
          src, alt: t('preview.image'), draggable: 'false', 'data-testid': 'lightbox-picture', 'data-seq': rows[place].seq, onerror: failed,
        })) : failed();
        move();
      }
    } catch {
      asked === place && failed();
    }
  }

  /** @param {number} step */
  function go(step) {
    if (rows[place + step]) {
      place += step;
      void show();
    }
  }

  dialog.addEventListener('keydown', (event) => {
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowLeft: () => go(-1), ArrowRight: () => go(1), '+': () => scale(ZOOM_STEP), '=': () => scale(ZOOM_STEP),
      '-': () => scale(1 / ZOOM_STEP), 0: () => scale(0),
    };
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  stage.addEventListener('wheel', (event) => {
    event.preventDefault();
    scale(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  }, { passive: false });
  stage.addEventListener('dblclick', () => scale(zoom > 1 ? 0 : 2.5));
  stage.addEventListener('click', (event) => event.target === stage && dialog.close());

  /** @type {Map<number, PointerEvent>} fingers on the picture */
  const fingers = new Map();
  const spread = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  };
  let swiped = 0;
  stage.addEventListener('pointerdown', (event) => {
    fingers.set(event.pointerId, event);
    swiped = 0;
    if (event.target !== stage) {
      stage.setPointerCapture(event.pointerId);
    }
  });
  stage.addEventListener('pointermove', (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) {
      return;
    }
    const wide = fingers.size === 2 ? spread() : 0;
    fingers.set(event.pointerId, event);
    if (fingers.size === 2) {
      scale(spread() / Math.max(1, wide));
    } else if (zoom > 1) {
      x += event.clientX - last.clientX;
      y += event.clientY - last.clientY;
      move();
    } else {
      swiped += event.clientX - last.clientX;
    }
  });
  for (const name of ['pointerup', 'pointercancel']) {
    stage.addEventListener(name, (event) => {
      fingers.delete(/** @type {PointerEvent} */ (event).pointerId);
      if (zoom === 1 && Math.abs(swiped) > SWIPE_PX && name === 'pointerup') {
        go(swiped > 0 ? -1 : 1);
      }
      swiped = 0;
    });
  }

  const back = document.activeElement;
  dialog.addEventListener('close', () => {
    dialog.remove();
    back instanceof HTMLElement && back.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  void show();
}
