import '../details.js';
import { nameOfRoom } from '../format.js';
import { t } from '../strings/index.js';
import { confirm } from './dialogs.js';

/** @import { App } from '../app.js' */
/** @import { Conversation } from '../../../core/src/types.js' */

/**
 * Asks once, then leaves; the shell says so when it is done.
 *
 * @param {App} app
 * @param {Conversation} room
 */
export async function leaveRoom(app, room) {
  const name = nameOfRoom(room);
  if (await confirm(t('room.leave.ask', { name }), t('room.leave.submit'))) {
    await part(app, room.id, t('room.left', { name }), () => app.client.leaveRoom(room.id));
  }
}

/**
 * @param {App} app
 * @param {Conversation} room
 */
export async function dissolveRoom(app, room) {
  const name = nameOfRoom(room);
  if (await confirm(t('room.dissolve.ask', { name }), t('room.dissolve.submit'))) {
    await part(app, room.id, t('room.dissolved', { name }), () => app.client.dissolve(room.id));
  }
}

/**
 * @param {App} app
 * @param {string} id
 * @param {string} words
 * @param {() => Promise<any>} run
 */
async function part(app, id, words, run) {
  app.parted.set(id, words);
  try {
    await run();
  } catch (error) {
    app.parted.delete(id);
    throw error;
  }
}

/**
 * The direct chat with somebody, on screen.
 *
 * @param {App} app
 * @param {string} user
 */
export async function openDirect(app, user) {
  const room = await app.client.openDirect(user);
  app.go(room?.id ?? null);
}

/** @param {string} id */
export const joinLink = (id) => `${location.origin}${location.pathname}#/join/${encodeURIComponent(id)}`;

/**
 * The room that somebody's words mean: a link of this page, or an id.
 *
 * @param {string} words
 */
export function roomIn(words) {
  const link = /#\/(?:join|r)\/([^/?#\s]+)\s*$/.exec(words);
  try {
    return link ? decodeURIComponent(link[1]) : words.trim();
  } catch {
    return words.trim();
  }
}
