import { h } from '../dom.js';
import { isEmojiOnly } from '../format.js';
import { icon } from '../icons.js';
import { isFew, richText } from '../rich-text.js';
import { words } from '../content.js';
import { TABLE, t } from '../strings/index.js';
import { createFile } from './file-card.js';
import { createPicture, createVideo } from './picture.js';
import { createVoice } from './voice.js';

/** @import { LogContext } from './log-lines.js' */
/** @import { Content, Row } from '../../../core/src/types.js' */
/**
 * @typedef {object} Drawn one content on the page
 * @property {HTMLElement} element
 * @property {string} class for the bubble around it
 * @property {() => void} dispose
 * @property {(row: Row) => void} [progress] more of its file was sent
 */

const RAW_CHARS = 400;
const nothing = () => {};

/** @type {Record<string, (context: LogContext, row: Row, content: Content) => Drawn>} */
const KINDS = {
  text, image: createPicture, video: createVideo, voice: createVoice, file: createFile, location: place, custom,
};

/**
 * What a message says, by its kind. A kind that this version does not know says so.
 *
 * @param {LogContext} context
 * @param {Row} row
 * @returns {Drawn}
 */
export function createContent(context, row) {
  const content = row.content ?? { kind: '' };
  return Object.hasOwn(KINDS, content.kind) ? KINDS[content.kind](context, row, content) : unknown(content);
}

/**
 * @param {LogContext} context
 * @param {Row} row
 * @param {Content} content
 * @returns {Drawn}
 */
function text({ app }, row, content) {
  const said = words(content.text);
  const emoji = isEmojiOnly(said);
  const mentioned = (row.mentions ?? []).flatMap((id) => (id === '@all'
    ? TABLE['mention.all'].map((name) => ({ name: String(name), own: !row.own }))
    : [{ name: app.nameOf(id), own: id === app.client.me?.id }]));
  return {
    element: h('span', { class: 'text', dir: 'auto', 'data-testid': 'message-text' }, emoji ? said : richText(said, mentioned)),
    class: emoji ? (isFew(said) ? 'emoji few' : 'emoji') : '',
    dispose: nothing,
  };
}

/**
 * @param {LogContext} context
 * @param {Row} row
 * @param {Content} content
 * @returns {Drawn}
 */
function place(context, row, content) {
  const { lat, lng } = content;
  const at = typeof lat === 'number' && typeof lng === 'number' ? `${lat.toFixed(5)}, ${lng.toFixed(5)}` : '';
  const title = words(content.name) || t('preview.location');
  return {
    element: h(at ? 'a' : 'div', {
      class: 'card', 'data-testid': 'location', target: at && '_blank', rel: at && 'noopener noreferrer',
      href: at && `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lng}#map=16/${lat}/${lng}`,
    }, h('span', { class: 'face' }, icon('place')),
    h('span', { class: 'lines' }, h('span', { class: 'title', dir: 'auto' }, title),
      h('span', { class: 'meta', dir: 'auto' }, words(content.address) || at))),
    class: 'carded',
    dispose: nothing,
  };
}

/**
 * Whatever an app sent: its title and text if it has any, else what it is made of.
 *
 * @param {LogContext} context
 * @param {Row} row
 * @param {Content} content
 * @returns {Drawn}
 */
function custom(context, row, content) {
  const data = content.data ?? null;
  const title = words(data?.title) || words(data?.name) || t('preview.custom');
  const said = words(data?.text) || words(data?.description);
  return {
    element: h('div', { class: 'custom', 'data-testid': 'custom' }, h('span', { class: 'title', dir: 'auto' }, title),
      said ? h('span', { class: 'text', dir: 'auto' }, richText(said, []))
        : h('code', { dir: 'ltr' }, (JSON.stringify(data) ?? '').slice(0, RAW_CHARS))),
    class: 'customs',
    dispose: nothing,
  };
}

/** @param {Content} content @returns {Drawn} */
const unknown = (content) => ({
  element: h('span', { class: 'text unsupported', 'data-testid': 'unsupported' }, icon('alert'), t('preview.other'),
    content.kind && h('span', { class: 'code' }, content.kind)),
  class: 'other',
  dispose: nothing,
});

