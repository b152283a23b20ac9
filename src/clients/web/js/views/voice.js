import { h } from '../dom.js';
import { icon } from '../icons.js';
import { measure, words } from '../content.js';
import { forgetPreview, previewOf } from '../previews.js';
import { duration } from '../sizes.js';
import { t } from '../strings/index.js';
import { player } from '../voice-player.js';
import { elsewhere, isMedia } from './picture.js';
import { createUploadRing } from './upload-ring.js';

/** @import { LogContext } from './log-lines.js' */
/** @import { Content, Row } from '../../../core/src/types.js' */
/** @import { Drawn } from './message-content.js' */

const SVG = 'http://www.w3.org/2000/svg';
export const BARS = 40;
/** Peaks are whole numbers up to this. */
export const PEAK = 31;
const STEP = 4;
const HIGH = 28;
const LOW = 3;
/** A jump by the keyboard, as a part of the whole. */
const KEY_STEP = 0.1;

/** @param {any} value @returns {number[]} one height for each bar; a voice without a wave is a flat line */
function barsOf(value) {
  const peaks = Array.isArray(value) && value.length > 0 ? value : [0];
  return Array.from({ length: BARS }, (_, bar) => {
    const peak = peaks[Math.floor((bar * peaks.length) / BARS)];
    return LOW + (HIGH - LOW) * Math.min(1, Math.max(0, Number(peak) || 0) / PEAK);
  });
}

/** @param {number[]} bars @param {number} to */
const pathOf = (bars, to) => bars.slice(0, to)
  .map((height, bar) => `M${bar * STEP + 1.5} ${(HIGH - height) / 2 + 1}v${height}`).join('');

/**
 * A voice message: a wave that fills while it plays.
 *
 * @param {LogContext} context
 * @param {Row} row
 * @param {Content} content
 * @returns {Drawn}
 */
export function createVoice({ app, acts }, row, content) {
  const { client } = app;
  const url = words(content.url);
  if (!isMedia(url) && row.state === 'sent') {
    return { element: elsewhere(url, t('preview.voice')), class: 'carded', dispose: () => {} };
  }
  if (row.state === 'sent') {
    forgetPreview(row.key);
  }
  const length = measure(content.durationMs);
  const bars = barsOf(content.waveform);
  const svg = document.createElementNS(SVG, 'svg');
  const rest = document.createElementNS(SVG, 'path');
  const done = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', `0 0 ${BARS * STEP} ${HIGH + 2}`);
  svg.setAttribute('aria-hidden', 'true');
  rest.setAttribute('d', pathOf(bars, BARS));
  done.setAttribute('class', 'done');
  svg.append(rest, done);
  const button = h('button', { type: 'button', class: 'play', 'data-testid': 'voice-play', onclick: toggle });
  const wave = h('span', {
    class: 'wave', role: 'slider', tabindex: 0, 'aria-label': t('voice.position'), 'aria-valuemin': 0,
    'aria-valuemax': Math.round(length / 1_000), onclick: seek, onkeydown: onKey,
  });
  wave.append(svg);
  const time = h('span', { class: 'length', 'data-testid': 'voice-length' });
  const ring = row.upload ? createUploadRing(acts, row) : null;
  const element = h('span', { class: 'voice', 'data-testid': 'voice' }, ring?.element ?? button, wave, time);
  let at = 0;
  let drawn = '';

  async function toggle() {
    try {
      await player.toggle(row.key, async () => previewOf(row.key) ?? client.mediaUrl(url));
    } catch (error) {
      // Another one that starts before this one has loaded ends it, which is no trouble.
      if (/** @type {any} */ (error)?.name !== 'AbortError') {
        player.stop();
        acts.problem(/** @type {any} */ (error)?.code ? error : 'media');
      }
    }
  }

  /** @param {MouseEvent} event */
  function seek(event) {
    const box = wave.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    player.seek(row.key, (getComputedStyle(wave).direction === 'rtl' ? 1 - part : part) * length);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (step) {
      event.preventDefault();
      player.seek(row.key, Math.min(length, Math.max(0, at + step * KEY_STEP * length)));
    }
  }

  /** @param {import('../voice-player.js').Voice} voice */
  function update({ playing, at: now }) {
    at = now;
    const to = length ? Math.min(BARS, Math.round((now / length) * BARS)) : 0;
    const shown = duration(playing || now > 0 ? now : length);
    const state = `${playing} ${to} ${shown}`;
    if (state !== drawn) {
      drawn = state;
      element.dataset.playing = String(playing);
      done.setAttribute('d', pathOf(bars, to));
      time.textContent = shown;
      wave.setAttribute('aria-valuenow', String(Math.round(now / 1_000)));
      wave.setAttribute('aria-valuetext', shown);
      button.setAttribute('aria-label', t(playing ? 'voice.pause' : 'voice.play'));
      button.replaceChildren(icon(playing ? 'pause' : 'play'));
    }
  }

  update(player.voiceOf(row.key));
  return { element, class: 'voiced', dispose: player.watch(row.key, update), progress: ring ? ring.update : undefined };
}
