import { h } from './dom.js';

/** @import { App } from './app.js' */
/** @import { Conversation } from '../../core/src/types.js' */

const HUES = 12;
const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** @param {string} id */
function hueOf(id) {
  let hash = 2166136261;
  for (let i = 0; i < id.length; i++) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  }
  return (hash >>> 0) % HUES;
}

/** @param {string} name */
function initials(name) {
  const words = name.trim().split(/[\s_·.-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = [...(words[0] ?? name.trim())][0] ?? '?';
  if (HAN.test(first) || words.length < 2) {
    return first.toUpperCase();
  }
  const second = [...words[1]][0];
  return (HAN.test(second) ? first : first + second).toUpperCase();
}

/**
 * Initials on one of twelve hues.
 *
 * @param {string} id whose hash chooses the hue
 * @param {string} name
 * @param {string} [className]
 */
export const avatar = (id, name, className = '') =>
  h('span', { class: `avatar hue-${hueOf(id)} ${className}`.trim(), 'aria-hidden': 'true' }, initials(name));

/**
 * The picture over the initials, as soon as there is an address that an image may load.
 *
 * @param {App} app
 * @param {HTMLElement} element
 * @param {string | null | undefined} url
 */
function picture(app, element, url) {
  if (url) {
    void app.client.mediaUrl(url).then((/** @type {string | null} */ src) => {
      if (src) {
        const image = h('img', { alt: '', draggable: 'false', onerror: () => image.remove() });
        image.setAttribute('src', src);
        element.append(image);
      }
    }, () => null);
  }
  return element;
}

/**
 * @param {App} app
 * @param {string} id a person
 * @param {string} [className]
 */
export function face(app, id, className = '') {
  const person = app.client.people.get(id);
  return picture(app, avatar(id, person?.name ?? '…', className), person?.avatar);
}

/**
 * A room's own picture; in a direct chat that of the other person.
 *
 * @param {App} app
 * @param {Pick<Conversation, 'id' | 'name' | 'peer' | 'avatar'>} room
 * @param {string} [className]
 */
export function roomFace(app, room, className = '') {
  return room.peer
    ? picture(app, avatar(room.peer.id, room.name || room.peer.name, className),
      app.client.people.get(room.peer.id)?.avatar ?? room.peer.avatar)
    : picture(app, avatar(room.id, room.name || room.id, className), room.avatar);
}
